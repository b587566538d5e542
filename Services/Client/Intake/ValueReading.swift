internal import Basics
internal import Catalogue
internal import Messages
internal import Reference
internal import Validation

/// Reads the cells of a row as values of the contract.
struct ValueReading {
    let reference: ReferenceData
    let options: IntakeOptions

    /// A text with single spaces; empty where the cell is blank.
    func text(_ field: IntakeField, _ row: IntakeRow) -> String {
        row[field].map { CellText.singleSpaced($0.text) } ?? ""
    }

    /// A notice where a case number, as it is printed, stands as the form's number, which names no household that is
    /// registered already. Forms have numbers like it (`BDG-000371`) that happen to be read as one.
    func formNumberProblem(_ row: IntakeRow) -> IntakeProblem? {
        let text = text(.household, row)
        guard row[.caseNumber] == nil, CaseNumber(text)?.description == text else { return nil }
        return row.problem(.household, .intake(.caseNumberAsForm), severity: .notice)
    }

    func sex(_ row: IntakeRow) throws(IntakeProblem) -> CommonV1.Sex {
        guard let cell = row[.sex] else { return .unknown }
        switch FoldedText.fold(cell.text) {
        case "f", "feminin", "female", "femme", "fille", "woman", "girl": return .female
        case "m", "masculin", "male", "homme", "h", "garcon", "man", "boy": return .male
        case "autre", "other", "a", "o", "x": return .other
        case "inconnu", "unknown", "u", "nsp", "non precise", "": return .unknown
        default: throw row.problem(.sex, .intake(.sexUnreadable))
        }
    }

    func stage(_ row: IntakeRow) throws(IntakeProblem) -> IntakeOptions.Stage {
        guard let cell = row[.stage] else { return options.stage }
        let folded = FoldedText.fold(cell.text)
        switch folded {
        case "enregistrement", "enregistre", "enregistree", "registration", "registered",
            "register":
            return .registration
        case "correction", "correct", "corrige": return .correction
        case "depart", "parti", "partis", "departure", "departed", "depart definitif":
            return .departure
        default:
            if folded.hasPrefix("pre enregistr") || folded.hasPrefix("preenregistr")
                || folded.hasPrefix("pre regist") || folded.hasPrefix("preregist")
            {
                return .preRegistration
            }
            throw row.problem(.stage, .intake(.stageUnreadable))
        }
    }

    /// A code of a list, by code, label or synonym; empty where the cell is.
    func code(
        _ list: CodeListName, _ field: IntakeField, _ row: IntakeRow
    ) throws(IntakeProblem) -> String {
        guard let cell = row[field] else { return "" }
        guard let code = reference.codes(list).resolve(CellText.trimmed(cell.text)) else {
            throw unknownCode(cell.text, list, field, row)
        }
        return code
    }

    /// Several codes: separated by `;`, `|` or `,`, or by spaces as Kobo does.
    func needs(_ row: IntakeRow) throws(IntakeProblem) -> [String] {
        guard let cell = row[.needs] else { return [] }
        let list = reference.codes(.specificNeed)
        var codes: [String] = []
        for part in cell.text.split(whereSeparator: { ";|,\n".contains($0) }) {
            let text = CellText.trimmed(String(part))
            if text.isEmpty || ["aucun", "none", "neant"].contains(FoldedText.fold(text)) {
                continue
            }
            let found =
                list.resolve(text).map { [$0] } ?? text.split(separator: " ").map(String.init)
            for code in found {
                guard list.isKnown(code) else {
                    throw unknownCode(code, .specificNeed, .needs, row)
                }
                if !codes.contains(code) { codes.append(code) }
            }
        }
        return codes
    }

    /// Telephone numbers without their blanks, dots and dashes, each once.
    func phones(_ field: IntakeField, _ row: IntakeRow) -> [String] {
        guard let cell = row[field] else { return [] }
        var phones: [String] = []
        for part in cell.text.split(whereSeparator: { "/;|,\n".contains($0) }) {
            let number = String(
                part.unicodeScalars.filter { scalar in
                    !scalar.properties.isWhitespace && !".-()".unicodeScalars.contains(scalar)
                })
            if !number.isEmpty, !phones.contains(number) { phones.append(number) }
        }
        return phones
    }

    func count(_ field: IntakeField, _ row: IntakeRow, max: Int) throws(IntakeProblem) -> UInt32 {
        guard let cell = row[field] else { return 0 }
        guard let number = UInt32(CellText.trimmed(cell.text)), number <= UInt32(max) else {
            throw row.problem(field, .intake(.numberUnreadable), ["max": String(max)])
        }
        return number
    }

    func unknownCode(
        _ found: String, _ list: CodeListName, _ field: IntakeField, _ row: IntakeRow
    ) -> IntakeProblem {
        let problem = row.problem(
            field, .registration(.unknownCode),
            ["found": ShownCode.text(CellText.trimmed(found)), "list": list.title.rawValue])
        let codes = reference.codes(list).entries.map(\.code)
        return codes.count > IntakeLimits.codesToldMax ? problem : problem.allowing(codes)
    }
}
