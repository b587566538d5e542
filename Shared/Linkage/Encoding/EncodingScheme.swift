/// How records become filters: one scheme for all projects, so that two sides need share nothing but a key.
///
/// A record-level filter after Durham et al. (2014), "Composite Bloom Filters for Secure Record Linkage":
/// each part of a record has a weight, and takes its share of a fixed number of draws, however many letters
/// it has. What a record lacks, the other parts take over, so that every filter holds as many draws.
enum EncodingScheme {
    /// Bits of a filter; a power of two, which sixteen random bits divide evenly.
    static let bits = 4096
    static let words = bits / 64
    /// Draws into a filter: 0.75 a bit. More hide a record better and measure it worse.
    static let draws = 3072
    /// Weight that a record must have to be encoded: a given name, a family name and something else. With less,
    /// equal filters are many people's and how many tells which names.
    static let weightMin = 17
    /// Years to each side of a year of birth that count as near.
    static let nearYears = 2

    /// The weight of a part: in bits, roughly, what its agreement says of two strangers. What a family shares
    /// counts less than that, for its members are in the same lists.
    static func weight(_ part: RecordPart) -> Int {
        switch part.aspect {
        case .year: return 5
        case .day: return 8
        case .whole: break
        }
        return switch part.field.type {
        case .given: 10
        case .family: 6
        case .name: part.field.label.isEmpty ? 14 : 5
        case .birth: 13
        // A salt: a token that half of a list shares would show in all of their filters.
        case .sex: 0
        case .phone: 4
        case .document: 10
        case .place, .position: 3
        case .text: 5
        case .code: 4
        }
    }

    /// Whether a part's tokens are salted with the sex (Niedermeyer et al. 2014, "Cryptanalysis of Basic Bloom
    /// Filters Used for Privacy Preserving Record Linkage"): names and places, whose frequencies are known.
    static func isSalted(_ part: RecordPart) -> Bool {
        part.field.type.isName || [.place, .position].contains(part.field.type)
    }
}

/// A part of a record that is there or missing on its own: a field, or the year or the day of a birth.
struct RecordPart: Hashable, Sendable {
    enum Aspect: String {
        case whole = ""
        case year = "/year"
        case day = "/day"
    }

    let field: LinkageField
    let aspect: Aspect

    /// As encoded files write it: `given`, `name:mother`, `birth/day`.
    var name: String { field.name + aspect.rawValue }

    /// The parts of some fields, in order.
    static func all(of fields: [LinkageField]) -> [RecordPart] {
        fields.flatMap { field in
            let aspects: [Aspect] = field.type == .birth ? [.year, .day] : [.whole]
            return aspects.map { RecordPart(field: field, aspect: $0) }
        }
    }
}
