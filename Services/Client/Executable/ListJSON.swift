/// A list of which more may be there, for programs.
struct ListJSON<Item: Encodable>: Encodable {
    let items: [Item]
    /// Whether a larger `--limit` shows more.
    let hasMore: Bool
}
