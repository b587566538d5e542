/// A transaction that sees one unchanging snapshot; valid only inside the body of
/// `Database.read`.
public struct ReadTransaction: Querying {
    let connection: Connection

    /// A query to run many times; throws `.readOnly` for a statement that would write.
    public func prepare(_ sql: String) throws(StorageError) -> Statement {
        let statement = try connection.statement(sql)
        guard statement.isReadOnly else {
            throw StorageError(.readOnly, "only queries are possible in a read transaction")
        }
        return statement
    }
}
