import Linkage
import Matching

/// Lists of invented people, and ways to link them.
enum Lists {
    static func mapping(_ lines: String...) throws -> LinkageMapping {
        try LinkageMapping(lines: lines)
    }

    static func table(
        _ mapping: LinkageMapping, headers: [String], _ rows: [[String]],
        second: [[String]] = [], variants: NameVariants = .standard,
        configuration: LinkageConfiguration = .standard
    ) throws -> LinkageTable {
        let plan = try ColumnPlan(headers: headers, mapping: mapping)
        var table = LinkageTable(mapping: mapping, variants: variants, configuration: configuration)
        for row in rows { table.append(row, plan: plan) }
        if !second.isEmpty {
            table.beginSecondList()
            for row in second { table.append(row, plan: plan) }
        }
        return table
    }

    /// People of a given and a family name, a sex, a date of birth and a number.
    static let people = ["prenom", "nom", "sexe", "naissance", "numero", "menage"]

    static func peopleMapping() throws -> LinkageMapping {
        try mapping(
            "prenom = given", "nom = family", "sexe = sex", "naissance = birth",
            "numero = document", "menage = household")
    }

    static func link(_ rows: [[String]], second: [[String]] = []) async throws -> LinkageResult {
        await Linker().link(try table(peopleMapping(), headers: people, rows, second: second))
    }

    /// Strangers, so that a list is large enough to learn from. The same in every run.
    static func strangers(_ count: Int) -> [[String]] {
        let given = "Moussa Awa Penda Salif Oumou Bakary Sitan Modibo Fanta Drissa Coumba Hawa"
            .split(separator: " ").map(String.init)
        let family =
            "Guindo Togo Dolo Sagara Goro Arama Kodio Saye Tall Sidibe Konate Diarra Bocoum"
            .split(separator: " ").map(String.init)
        return (0..<count).map { number in
            let mixed = number &* 7919 &+ 13
            return [
                given[mixed % given.count], family[mixed / 12 % family.count],
                mixed % 2 == 0 ? "F" : "M",
                "\(1940 + mixed / 5 % 70)-\(two(2 + mixed / 3 % 11))-\(two(1 + mixed / 7 % 28))",
                "", "",
            ]
        }
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension [LinkageEvidence] {
    /// The level of the first part of a kind; nil where one side does not know it.
    func level(_ kind: ComparisonKind) -> AgreementLevel? {
        first {
            if case .part(kind, _) = $0.subject { true } else { false }
        }?.level
    }
}

extension LinkageResult {
    /// The pairs all at once, for small lists.
    var pairs: [Pair] {
        get async {
            var pairs: [Pair] = []
            await forEachPairs {
                $0
            } collect: {
                pairs += $0
            }
            return pairs
        }
    }
}
