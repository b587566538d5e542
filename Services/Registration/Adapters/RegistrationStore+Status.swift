import Following
import Messages
import Storage

extension RegistrationStore {
    /// Fills in what an administrator sees of this service.
    func describe(_ status: inout HealthV1.ProgramStatus) async {
        status.describe(database)
        let counts = await status.describe(log, in: database) { reading in
            (
                held: try self.held.count(in: reading),
                corrections: try self.corrections.openCount(in: reading)
            )
        }
        guard let counts else { return }
        status.waiting = [
            HealthV1.WaitingCount(kind: "held", count: counts.held),
            HealthV1.WaitingCount(kind: "corrections", count: counts.corrections),
        ]
    }
}
