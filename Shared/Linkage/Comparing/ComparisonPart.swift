/// One scale of levels in the comparison of two records, over one field of the table.
struct ComparisonPart: Sendable {
    let kind: ComparisonKind
    /// The field's place in the table; for the order of names, that of the given names. The household's
    /// is past the end.
    let field: Int
    /// Levels of the scale, without `missing`.
    let levelCount: Int
    /// Whether relatives and neighbours share it: family and parents' names, places, telephones.
    let isShared: Bool

    /// Whether strangers of one place may share it more often than others: what they, their parents and their surroundings
    /// are called. A birth or a sex is no more alike there, and whose family is found in whose only matches share.
    var isLocal: Bool {
        switch kind {
        case .given, .family, .name, .phone, .place, .position, .text, .code: true
        case .nameOrder, .birthDay, .birthYear, .sex, .document, .household: false
        }
    }

    /// The parts for the fields of a table.
    static func parts(
        for fields: [LinkageField], hasHouseholds: Bool, _ configuration: LinkageConfiguration
    ) -> [ComparisonPart] {
        var parts: [ComparisonPart] = []
        func add(_ kind: ComparisonKind, _ field: Int) {
            let isShared =
                switch kind {
                case .family, .household, .phone, .place, .position, .text, .code: true
                case .given, .name: !fields[field].label.isEmpty
                case .nameOrder, .birthDay, .birthYear, .sex, .document: false
                }
            parts.append(
                ComparisonPart(
                    kind: kind, field: field, levelCount: configuration.levels(of: kind).count,
                    isShared: isShared))
        }
        for (index, field) in fields.enumerated() {
            switch field.type {
            case .given:
                add(.given, index)
                if fields.contains(LinkageField(.family, label: field.label)) {
                    add(.nameOrder, index)
                }
            case .family: add(.family, index)
            case .name: add(.name, index)
            case .birth:
                add(.birthDay, index)
                add(.birthYear, index)
            case .sex: add(.sex, index)
            case .phone: add(.phone, index)
            case .document: add(.document, index)
            case .place: add(.place, index)
            case .position: add(.position, index)
            case .text: add(.text, index)
            case .code: add(.code, index)
            }
        }
        if hasHouseholds { add(.household, fields.count) }
        return parts
    }
}
