internal import GRDB
import Synchronization

/// The statement caches of the reader connections, and the bound on reads at once.
final class Readers: Sendable {
    private struct State {
        var connections: [UInt: Connection] = [:]
        var count = 0
        var isClosed = false
        /// Who closes, waiting for the last read.
        var closer: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Admits one read; pair with `leave`.
    func enter() throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            guard !state.isClosed else { throw StorageError(.closed, "the database is closed") }
            guard state.count < StorageLimits.pendingReadsMax else {
                throw StorageError(.overloaded, "too many reads are waiting")
            }
            state.count += 1
        }
    }

    func leave() {
        let closer = state.withLock { state in
            state.count -= 1
            return state.count == 0 ? state.closer.take() : nil
        }
        closer?.resume()
    }

    func connection(_ database: GRDB.Database) throws(StorageError) -> Connection {
        guard let handle = database.sqliteConnection else {
            throw StorageError(.closed, "the database is closed")
        }
        let key = UInt(bitPattern: handle)
        return state.withLock { state in
            if let known = state.connections[key] { return known }
            let connection = Connection(borrowing: handle)
            state.connections[key] = connection
            return connection
        }
    }

    /// Refuses every later read and returns when the last has left; call once.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.count > 0 { state.closer = continuation }
                return state.count == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Lets go of all statements; call when no read runs.
    func removeAll() {
        let connections = state.withLock { state in
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for connection in connections { connection.finalizeStatements() }
    }
}
