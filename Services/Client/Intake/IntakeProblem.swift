public import Catalogue

/// Something in a team's file that the team should look at.
///
/// A value may be shown for codes and dates that are refused; names never are.
public struct IntakeProblem: Error, Sendable, Hashable {
    /// How much it matters.
    public enum Severity: Sendable, Hashable {
        /// The household that the row belongs to is left out.
        case error
        /// Everything is used; something was assumed or ignored.
        case notice
    }

    /// How much it matters.
    public let severity: Severity
    /// Row as a spreadsheet shows it, or the line of a JSON Lines file, from 1; 0 for the whole
    /// file.
    public let row: Int
    /// Column number, from 1; 0 where it is not known, as in JSON.
    public let column: Int
    /// The column's header as the file has it; empty for the whole row, and where the file has no such column.
    public let header: String
    /// What a column that is absent or blank would have said; nil where none is.
    public let field: IntakeField?
    /// The message.
    public let key: MessageKey
    /// The message's arguments.
    public let arguments: [String: String]
    /// Codes that may stand instead; empty where no code is wrong.
    public private(set) var allowed: [String] = []

    /// A problem at a position.
    public init(
        _ severity: Severity = .error, row: Int = 0, column: Int = 0, header: String = "",
        field: IntakeField? = nil, key: MessageKey, arguments: [String: String] = [:]
    ) {
        self.severity = severity
        self.row = row
        self.column = column
        self.header = header
        self.field = field
        self.key = key
        self.arguments = arguments
    }

    /// The same, with the codes that may stand instead.
    func allowing(_ codes: [String]) -> IntakeProblem {
        var problem = self
        problem.allowed = codes
        return problem
    }

    /// The same where it keeps nothing from being used.
    var asNotice: IntakeProblem {
        IntakeProblem(
            .notice, row: row, column: column, header: header, field: field, key: key,
            arguments: arguments)
    }

    /// The column for programs: its header, or the name of the field where the file has none.
    public var columnName: String { header.isEmpty ? field?.rawValue ?? "" : header }

    /// Position and message for people, for instance `ligne 12, « sexe » : …`.
    public func text(in language: Language) -> String {
        var message = key.text(in: language, arguments: arguments)
        if !allowed.isEmpty {
            let codes = [IntakeMessage.codesAllowed.text(in: language)] + allowed
            message += " " + codes.joined(separator: " ")
        }
        let isFrench = language == .french
        var position: [String] = []
        if row > 0 { position.append(isFrench ? "ligne \(row)" : "row \(row)") }
        if !header.isEmpty {
            position.append(language.quoted(header))
        } else if let field {
            position.append(field.title(in: language))
        } else if column > 0 {
            position.append(isFrench ? "colonne \(column)" : "column \(column)")
        }
        guard !position.isEmpty else { return message }
        return position.joined(separator: ", ") + language.colon + message
    }
}
