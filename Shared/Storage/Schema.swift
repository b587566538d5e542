/// The shape of one service's database: who owns it, and the steps that build it.
///
/// Steps run once each, in order, in a transaction of their own. Steps are only ever added at the
/// end; what was released stays as it is.
public struct Schema: Sendable {
    /// One step.
    public struct Migration: Sendable {
        /// A stable name; recorded in the database.
        public let name: String
        /// SQL text for SQLite; may hold many statements, none that begins or ends transactions.
        public let sqlite: String

        /// Makes a step.
        public init(name: String, sqlite: String) {
            self.name = name
            self.sqlite = sqlite
        }
    }

    /// The service's own number, never 0, kept in the file's header (SQLite's `application_id`).
    public let applicationID: Int32
    /// The steps from an empty database to the present one.
    public let migrations: [Migration]

    /// Makes a schema.
    ///
    /// - Precondition: `applicationID` is not 0 and the names of the steps differ.
    public init(applicationID: Int32, migrations: [Migration]) {
        precondition(applicationID != 0, "0 is what a foreign database has")
        precondition(
            Set(migrations.map(\.name)).count == migrations.count, "names of steps must differ")
        self.applicationID = applicationID
        self.migrations = migrations
    }
}
