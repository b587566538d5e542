public import Catalogue

/// The code lists that are shipped.
public enum CodeListName: String, Sendable, Hashable, CaseIterable {
    /// UNHCR's population groups.
    case populationGroup = "population-groups"
    /// Specific needs.
    case specificNeed = "specific-needs"
    /// Causes of displacement.
    case cause = "causes"
    /// Kinds of shelter.
    case shelter = "shelters"
    /// Relations to the head of the household.
    case relationship = "relationships"
    /// Kinds of identity documents.
    case documentKind = "document-kinds"
    /// Kinds of organisations.
    case organisationKind = "organisation-kinds"
    /// Sectors of aid.
    case sector = "sectors"
    /// Kinds of sites.
    case siteKind = "site-kinds"
    /// States of sites.
    case siteState = "site-states"
    /// States of interventions.
    case interventionState = "intervention-states"

    /// Name of the data file.
    public var file: String {
        rawValue + ".csv"
    }
}

/// One code with its labels.
public struct CodeEntry: Sendable, Hashable {
    /// The code that messages and records carry.
    public let code: String
    /// What people read in French.
    public let labelFrench: String
    /// What people read in English.
    public let labelEnglish: String
    /// Other wordings that mean this code in a team's file.
    public let synonyms: [String]
    /// Edition of the list that the code comes from.
    public let version: String

    /// The label in a language.
    public func label(in language: Language) -> String {
        language == .french ? labelFrench : labelEnglish
    }
}

/// A list of codes: data with versions, never an enum, since lists are revised while the program runs.
public struct CodeList: Sendable {
    /// Which list it is.
    public let name: CodeListName
    /// The codes in the order of the file.
    public let entries: [CodeEntry]
    private let positionsByCode: [String: Int]
    private let positionsByWording: [String: Int]

    /// The entry of an exact code.
    public subscript(code: String) -> CodeEntry? {
        positionsByCode[code].map { entries[$0] }
    }

    /// Whether an exact code is in the list.
    public func isKnown(_ code: String) -> Bool {
        positionsByCode[code] != nil
    }

    /// The code that a text means: a code, a label or a synonym, without regard to case and accents.
    public func resolve(_ text: String) -> String? {
        positionsByCode[text].map { entries[$0].code }
            ?? positionsByWording[FoldedText.fold(text)].map { entries[$0].code }
    }

    static func load(_ name: CodeListName, directory: String) throws(ReferenceError) -> CodeList {
        let table = try ReferenceTable(
            directory: directory, file: name.file,
            columns: ["code", "label_fr", "label_en", "synonyms", "version"])
        var entries: [CodeEntry] = []
        var positionsByCode: [String: Int] = [:]
        var positionsByWording: [String: Int] = [:]
        for row in table.rows {
            let entry = CodeEntry(
                code: try table.required(row, 0), labelFrench: try table.required(row, 1),
                labelEnglish: try table.required(row, 2),
                synonyms: row.cells[3].split(separator: "|").map(String.init),
                version: try table.required(row, 4))
            guard positionsByCode.updateValue(entries.count, forKey: entry.code) == nil else {
                throw table.fault(.codeRepeated, row, 0, ["code": entry.code])
            }
            for wording in [entry.code, entry.labelFrench, entry.labelEnglish] + entry.synonyms {
                let folded = FoldedText.fold(wording)
                let earlier = positionsByWording.updateValue(entries.count, forKey: folded)
                if let earlier, earlier != entries.count {
                    throw table.fault(
                        .wordingRepeated, row,
                        3, ["wording": wording, "code": entries[earlier].code])
                }
            }
            entries.append(entry)
        }
        return CodeList(
            name: name, entries: entries, positionsByCode: positionsByCode,
            positionsByWording: positionsByWording)
    }
}
