/// Classes of names that are one name in different languages or by custom, beyond their sound.
///
/// The data is a starting point, known from common usage, that an operator extends at
/// initialisation; the phonetic key carries spellings, so a class lists only what sounds different.
/// Twins' names (Alassane and Ousseynou, Adama and Hawa) are never one class.
public struct NameVariants: Sendable {
    private var classOfKey: [[UInt8]: [UInt8]] = [:]

    /// The variants that ship with the engine.
    public static let standard = NameVariants(classes: standardClasses)

    /// Variants from lists of spellings, each list one class.
    ///
    /// A spelling that sounds like one of an earlier class stays in the earlier one.
    public init(classes: [[String]]) {
        add(classes: classes)
    }

    /// Adds classes to those that are there; a list that shares a name with a class joins it.
    public mutating func add(classes: [[String]]) {
        for spellings in classes {
            let keys = spellings.compactMap { spelling -> [UInt8]? in
                let words = NameForm.words(of: spelling)
                return words.count == 1 ? PhoneticKey.key(of: words[0]) : nil
            }
            guard let first = keys.first else { continue }
            let representative = keys.compactMap { classOfKey[$0] }.first ?? first
            for key in keys where classOfKey[key] == nil { classOfKey[key] = representative }
        }
    }

    /// The key that stands for the class of a phonetic key; the key itself when it has no class.
    public func representative(of key: [UInt8]) -> [UInt8] {
        classOfKey[key] ?? key
    }

    static let standardClasses: [[String]] = givenNames + familyNames

    private static let givenNames: [[String]] = [
        ["Mamadou", "Mahamadou", "Mohamed", "Mouhamed", "Mahamed", "Mahamane", "Mahamat"],
        ["Mahmoud", "Mamoudou", "Mahamoudou"],
        ["Amadou", "Ahmed", "Ahmadou", "Hamadou", "Hamadoun", "Ahamadou"],
        ["Fatoumata", "Fatimata", "Fatima", "Fatma", "Fatou", "Fadimata", "Fadima", "Fatouma"],
        ["Aïssata", "Aïssatou", "Assetou", "Assata", "Aïcha", "Aïchata", "Aïchatou", "Astou"],
        ["Kadidia", "Khadija", "Kadiatou", "Khadidiatou", "Hadiza", "Kadijatou", "Kadiata"],
        ["Djénéba", "Zeïnabou", "Zeinab", "Zénabou", "Djénébou", "Jainaba", "Djeinabou"],
        ["Mariam", "Mariama", "Meriem", "Mariamou"],
        ["Aminata", "Amina", "Aminatou"],
        ["Ibrahima", "Ibrahim", "Brahima", "Bréhima", "Boureima", "Brahim", "Ibrahimou"],
        ["Oumar", "Oumarou", "Omarou", "Amar"],
        ["Ousmane", "Ousmanou", "Othmane"],
        ["Boubacar", "Aboubacar", "Aboubakr", "Boubakary", "Abubakari"],
        ["Abdoulaye", "Abdallah", "Abdoullahi", "Abdoulla"],
        ["Souleymane", "Souleimanou", "Solomane", "Soliman"],
        ["Youssouf", "Youssoufou", "Issouf", "Issoufou"],
        ["Yacouba", "Yacoub", "Yakoubou"],
        ["Seydou", "Saïd", "Séidou"],
        ["Idrissa", "Idriss", "Drissa", "Idrissou"],
        ["Alassane", "Alhassane", "Lassana", "Hassan", "Assane", "Hassane", "Alhassan"],
        ["Ousseini", "Alousseini", "Hussein", "Ousseynou", "Housseynou", "Alhousseini"],
        ["Rokia", "Rokiatou", "Rokiyata", "Rouguiatou"],
        ["Ramata", "Ramatou", "Ramatoulaye", "Rahmatou"],
        ["Salimata", "Salimatou", "Salima"],
        ["Halimata", "Halimatou", "Halima"],
        ["Safiatou", "Safia", "Safiata"],
        ["Bintou", "Binta"],
        ["Habibatou", "Habiba", "Abibata"],
        ["Zakaria", "Zakari", "Zakariaou"],
        ["Ismaïla", "Ismaël", "Smaïla", "Soumaïla", "Ismaïl"],
        ["Moctar", "Mouctarou"],
        ["Abdramane", "Abdourahamane", "Abderrahmane", "Dramane", "Abdouramane"],
        ["Hawa", "Hawaou"],
    ]

    private static let familyNames: [[String]] = [
        ["Traoré", "Tarawele", "Taraoré", "Tarawally", "Trawally"],
        ["Ouédraogo", "Wedrago", "Ouidiraogo"],
        ["Doumbia", "Doumbouya"],
        ["Ndiaye", "Diaye"],
        ["Dembélé", "Dembelle", "Demblé"],
        ["Coulibaly", "Couloubaly", "Clibaly"],
    ]
}
