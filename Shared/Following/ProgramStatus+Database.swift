import Catalogue
public import Messages
import Status
public import Storage

extension HealthV1.ProgramStatus {
    /// Fills in what an administrator sees of a service's database.
    public mutating func describe(_ database: Database) {
        databaseBytes = UInt64(clamping: database.sizeBytes)
        diskFreeBytes = database.freeDiskBytes ?? 0
        if database.isDiskFull { statusReason = MessageKey.storage(.diskFull).rawValue }
    }

    /// Fills in the head of the service's log and, from the same moment, what the service counts.
    ///
    /// A database that cannot be read makes the service one that does not serve.
    ///
    /// - Returns: the counts, or nil where nothing could be read.
    public mutating func describe<Counts: Sendable>(
        _ log: EventLog, in database: Database,
        counts: @escaping @Sendable (ReadTransaction) throws -> Counts
    ) async -> Counts? {
        do {
            let read = try await database.read { reading in
                (
                    head: CommonV1.LogPosition(try log.head(in: reading), eventID: nil),
                    counts: try counts(reading)
                )
            }
            logHead = read.head
            return read.counts
        } catch {
            status = .notServing
            statusReason = RPCError(wrapping: error).details.reason
            return nil
        }
    }
}
