import Basics
import Catalogue
public import Messages
public import Status
public import Validation

extension Findings {
    /// Notes that an earlier command of the same batch, at this position from 0, has the same key.
    public mutating func rejectDuplicate(of other: Int, at path: FieldPath) {
        reject(
            path.field("source_key"), .registrationHousehold(.duplicateInBatch),
            ["other": "\(other + 1)"])
    }

    /// Notes that the new household bears a number of the region's own prefix that was never handed out.
    ///
    /// - Parameter highest: the last serial of that prefix that was handed out, 0 where none was.
    public mutating func rejectUnissuedNumber(
        in command: RegistrationV1.Command, prefix: String, highest: UInt32, at path: FieldPath
    ) {
        let field: FieldPath
        switch command.action {
        case .register: field = path.field("register.household.case_number")
        case .preRegister: field = path.field("pre_register.household.case_number")
        default: return
        }
        guard let number = CaseNumber(command.household?.caseNumber ?? ""),
            number.prefix == prefix, number.serial > highest
        else { return }
        reject(
            field, .registrationState(.caseNumberNotIssued),
            [
                "found": number.description,
                "highest": CaseNumber(prefix: prefix, serial: highest)?.description ?? "–",
            ])
    }
}
