/// Telephone numbers, document numbers and source keys, each once, with the number of its holders.
struct IdentifierTable {
    /// Each kind has a space of its own.
    enum Kind: UInt8 {
        case phone
        case document
        case sourceHousehold
    }

    private struct Entry: SlotElement {
        static let vacant = Entry(key: [])

        let key: [UInt8]
        var uses = 1
        /// Indexed people who hold it.
        var people = 0
    }

    private var entries = SlotArray<Entry>()
    private var entryOfKey: [[UInt8]: UInt32] = [:]

    var count: Int { entryOfKey.count }

    func people(holding id: UInt32) -> Int { entries[id].people }

    /// The entry of a standardised identifier, with one more reference to it.
    mutating func acquire(_ identifier: [UInt8], _ kind: Kind) -> UInt32 {
        let key = [kind.rawValue] + identifier
        if let id = entryOfKey[key] {
            entries[id].uses += 1
            return id
        }
        let id = entries.add(Entry(key: key))
        entryOfKey[key] = id
        return id
    }

    mutating func release(_ id: UInt32) {
        entries[id].uses -= 1
        guard entries[id].uses == 0 else { return }
        entryOfKey[entries[id].key] = nil
        entries.remove(id)
    }

    mutating func count(_ id: UInt32, by change: Int) {
        entries[id].people += change
    }
}
