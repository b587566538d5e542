import Following
import Messages
import Storage

extension DeduplicationStore {
    /// Fills in what an administrator sees of this service.
    func describe(_ status: inout HealthV1.ProgramStatus) async {
        status.databaseBytes = UInt64(clamping: database.sizeBytes)
        status.diskFreeBytes = database.freeDiskBytes ?? 0
        if database.isDiskFull { status.statusReason = "storage.disk_full" }
        status.followers = [await follower.status()]
        let counts = try? await database.read { reading in
            (
                head: CommonV1.LogPosition(try self.log.head(in: reading), eventID: nil),
                pairs: try self.pairs.counts(in: reading)
            )
        }
        guard let counts else {
            status.status = .notServing
            status.statusReason = "storage.locked"
            return
        }
        status.logHead = counts.head
        status.waiting = [
            HealthV1.WaitingCount(kind: "pairs", count: counts.pairs.open),
            HealthV1.WaitingCount(kind: "orphaned_decisions", count: counts.pairs.orphaned),
        ]
    }
}
