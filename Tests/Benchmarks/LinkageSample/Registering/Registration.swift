/// One person in one form, as a team wrote it.
public struct Registration: Hashable, Sendable {
    /// The form, which is one household's on one day.
    public var form: String
    /// Day of collection, ISO 8601.
    public var collectedOn: String
    /// Given names.
    public var given: String
    /// Family name.
    public var family: String
    /// `F`, `M` or empty.
    public var sex: String
    /// A day, a year or nothing.
    public var birth: String
    /// The age that was said, where no birth is written.
    public var age: String
    /// Father's name.
    public var father: String
    /// Mother's name.
    public var mother: String
    /// Village of origin.
    public var village: String
    /// Where the team was.
    public var site: String
    /// Telephone.
    public var phone: String
    /// The truth: the same number for one person. No linker may read it.
    public var person: Int

    /// The headers of a file.
    public static let headers = [
        "fiche", "date_collecte", "prenom", "nom", "sexe", "naissance", "age", "pere", "mere",
        "village", "site", "telephone", "personne",
    ]
    /// What a matcher is told of the columns: lines of `header = use`.
    public static let mapping = [
        "fiche = household", "date_collecte = age-said-on", "prenom = given", "nom = family",
        "sexe = sex", "naissance = birth", "age = age", "pere = name:father",
        "mere = name:mother", "village = place:origin", "site = place:residence",
        "telephone = phone",
        "personne = -",
    ]
    /// The header of the truth.
    public static let truthHeader = "personne"

    /// The cells of a row, as `headers` has them.
    public var cells: [String] {
        [
            form, collectedOn, given, family, sex, birth, age, father, mother, village, site, phone,
            String(person),
        ]
    }
}
