import Basics
import Messages
import RegistrationCore
import Storage

/// What is kept of a household, or of one person of it, beside the record and the log.
struct ErasureExtent {
    /// Ids of held commands.
    private(set) var held: [[UInt8]] = []
    let corrections: [RegistrationV1.Correction]

    /// - Parameter person: nil for the whole household.
    init(
        of person: RegistrationV1.Person?, in household: RegistrationV1.Household,
        store: RegistrationStore, reading: some Querying
    ) throws {
        corrections = try store.corrections.all(for: household.householdID, in: reading)
        let forms = Set(try store.sourceKeys.forms(of: household.householdID, in: reading))
        var last: [UInt8] = []
        while true {
            let page = try store.held.page(after: last, size: 500, in: reading)
            guard let final = page.last else { break }
            last = final.heldID
            for waiting in page {
                guard let command = waiting.command else { continue }
                let form = RegistrationV1.FormKey(
                    source: waiting.source, sourceKey: command.sourceKey)
                guard forms.contains(form) || command.names(household),
                    person.map({ store.decider.mayName($0, of: household, in: command) }) ?? true
                else { continue }
                held.append(waiting.heldID)
            }
        }
    }
}

extension RegistrationV1.Command {
    fileprivate func names(_ household: RegistrationV1.Household) -> Bool {
        let (id, number) = householdName
        return id.isEmpty
            ? CaseNumber(number)?.description == household.caseNumber : id == household.householdID
    }
}
