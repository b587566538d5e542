internal import GRDB
internal import GRDBSQLite
import Synchronization

/// Ends a reading whose task was cancelled, wherever it is.
///
/// An interrupt alone is lost when it comes between two statements, or before the first step of one;
/// so SQLite asks here, too, every some thousand steps.
final class ReadCancellation: Sendable {
    private static let stepsBetweenLooks: Int32 = 4_000
    private let isCancelled = Atomic<Bool>(false)

    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    /// Runs `body`, whose statements on this connection end with an interrupt once cancelled.
    func watch<T>(_ database: GRDB.Database, _ body: () throws -> T) throws -> T {
        guard !isCancelled.load(ordering: .relaxed) else { throw CancellationError() }
        let connection = database.sqliteConnection
        // SAFETY: not retained; `self` lives until the handler is taken off again below, and only
        // this thread uses the connection meanwhile.
        let this = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(connection, Self.stepsBetweenLooks, Self.look, this)
        defer { sqlite3_progress_handler(connection, 0, nil, nil) }
        return try body()
    }

    private static let look: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { this in
        guard let this else { return 0 }
        // SAFETY: `watch` passed itself, and is still running.
        let cancellation = Unmanaged<ReadCancellation>.fromOpaque(this).takeUnretainedValue()
        return cancellation.isCancelled.load(ordering: .relaxed) ? 1 : 0
    }
}
