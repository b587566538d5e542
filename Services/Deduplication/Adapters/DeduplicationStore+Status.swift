import Following
import Messages
import Storage

extension DeduplicationStore {
    /// Fills in what an administrator sees of this service.
    func describe(_ status: inout HealthV1.ProgramStatus) async {
        status.describe(database)
        status.followers = [await follower.status()]
        let counts = await status.describe(log, in: database) { reading in
            try self.pairs.counts(in: reading)
        }
        guard let counts else { return }
        status.waiting = [
            HealthV1.WaitingCount(kind: "pairs", count: counts.open),
            HealthV1.WaitingCount(kind: "orphaned_decisions", count: counts.orphaned),
        ]
    }
}
