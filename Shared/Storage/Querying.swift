/// What both kinds of transaction can do: ask.
///
/// Named arguments are given without `$`, each parameter exactly once.
public protocol Querying {
    /// A statement to run many times; kept prepared for later transactions too.
    func prepare(_ sql: String) throws(StorageError) -> Statement
}

extension Querying {
    /// All rows of a query.
    public func query(
        _ sql: String, _ named: [String: Value] = [:]
    ) throws(StorageError) -> [Row] {
        try prepare(sql).rows(named.map { ($0.key, $0.value) })
    }

    /// The first row of a query, or `nil`.
    public func first(
        _ sql: String, _ named: [String: Value] = [:]
    ) throws(StorageError) -> Row? {
        try prepare(sql).first(named.map { ($0.key, $0.value) })
    }
}
