/// For each key the records under it, newest first, as lists linked through the records' own slots.
///
/// Linking and unlinking take constant time whatever the length, so 100,000 homonyms cost no more than one.
/// Unlinking restores the lists exactly as they were without the record.
struct PostingLists {
    private static let none = UInt32.max
    private static let kinds = CandidateKey.allCases.count

    /// The newest record under a key, and how many there are.
    struct Chain {
        fileprivate(set) var head = none
        fileprivate(set) var count: UInt32 = 0

        /// Puts a link first; returns the one that was.
        fileprivate mutating func push(_ node: UInt32) -> UInt32 {
            defer { head = node }
            count += 1
            return head
        }
    }

    private struct Link {
        var newer = none
        var older = none
    }

    private var chains: [UInt64: Chain] = [:]
    /// One link a record and kind of key; a link's number names both.
    private var links: [Link] = []

    /// The number of different keys.
    var keyCount: Int { chains.count }

    /// The records under a key; nil when there are none.
    func chain(_ key: UInt64) -> Chain? { chains[key] }

    mutating func insert(_ slot: UInt32, _ posting: CandidateKey.Posting) {
        let node = Self.node(slot, posting.kind)
        if links.count < (Int(slot) + 1) * Self.kinds {
            let missing = (Int(slot) + 1) * Self.kinds - links.count
            links.append(contentsOf: repeatElement(Link(), count: missing))
        }
        let head = chains[posting.hash, default: Chain()].push(node)
        links[Int(node)] = Link(newer: Self.none, older: head)
        if head != Self.none { links[Int(head)].newer = node }
    }

    mutating func remove(_ slot: UInt32, _ posting: CandidateKey.Posting) {
        let node = Self.node(slot, posting.kind)
        let link = links[Int(node)]
        links[Int(node)] = Link()
        if link.older != Self.none { links[Int(link.older)].newer = link.newer }
        if link.newer != Self.none {
            links[Int(link.newer)].older = link.older
        } else {
            chains[posting.hash]?.head = link.older
        }
        chains[posting.hash]?.count -= 1
        if chains[posting.hash]?.count == 0 { chains[posting.hash] = nil }
    }

    /// Calls the body with the slot of each record of a chain, newest first, until it returns false.
    func forEach(_ chain: Chain, _ body: (UInt32) -> Bool) {
        var node = chain.head
        while node != Self.none {
            guard body(node / UInt32(Self.kinds)) else { return }
            node = links[Int(node)].older
        }
    }

    private static func node(_ slot: UInt32, _ kind: CandidateKey) -> UInt32 {
        slot * UInt32(kinds) + UInt32(kind.rawValue - 1)
    }
}
