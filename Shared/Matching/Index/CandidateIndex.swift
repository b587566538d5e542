/// The records seen so far, and the keys that find those worth comparing with a new one.
///
/// Owned by one actor: it is a value, but a large one, so keep one variable and never copy it.
/// Work for each record is bounded by ``MatchingLimits``, whatever the data. What an insertion
/// adds, its removal takes away again without a trace: counts, spellings, identifiers and keys.
public struct CandidateIndex {
    /// What a search for candidates found.
    struct Search {
        /// Slots of records to compare, those under the rarest keys first.
        var slots: [UInt32] = []
        /// Keys that more people share than the limit, and so were not followed.
        var keysTooCommon = 0
        /// Whether the limit on candidates cut the search short.
        var isTruncated = false
    }

    let limits: MatchingLimits
    private(set) var names: NameTable
    private(set) var identifiers = IdentifierTable()
    private(set) var people = SlotArray<IndexedPerson>()
    private var slotOfID: [RecordID: UInt32] = [:]
    private var postings = PostingLists()
    /// For each slot the last search that met it, so that a record under many keys is met once.
    private var lastSearch: [UInt32] = []
    private var search: UInt32 = 0

    /// An empty index.
    public init(limits: MatchingLimits = MatchingLimits(), variants: NameVariants = .standard) {
        self.limits = limits
        names = NameTable(variants: variants)
    }

    /// The number of records.
    public var count: Int { slotOfID.count }

    /// What the index holds, for status and for tests.
    public var usage: IndexUsage {
        IndexUsage(
            people: count, spellings: names.count, identifiers: identifiers.count,
            keys: postings.keyCount)
    }

    /// Whether a record is in the index.
    public func contains(_ id: RecordID) -> Bool { slotOfID[id] != nil }

    /// Adds a record; one with the same id is replaced, so that a replay does no harm.
    public mutating func insert(_ person: PersonRecord) {
        remove(person.id)
        let indexed = acquire(person)
        count(indexed, by: 1)
        let slot = people.add(indexed)
        slotOfID[person.id] = slot
        for posting in CandidateKey.postings(of: indexed, names: names) {
            postings.insert(slot, posting)
        }
        if lastSearch.count <= Int(slot) { lastSearch.append(0) }
    }

    /// Replaces a record by its corrected form; adds it when it is not there.
    public mutating func update(_ person: PersonRecord) { insert(person) }

    /// Takes a record out; false when it is not there.
    @discardableResult
    public mutating func remove(_ id: RecordID) -> Bool {
        guard let slot = slotOfID.removeValue(forKey: id) else { return false }
        let person = people[slot]
        for posting in CandidateKey.postings(of: person, names: names) {
            postings.remove(slot, posting)
        }
        people.remove(slot)
        count(person, by: -1)
        release(person)
        return true
    }

    /// The ids of the records worth comparing with a person, those under the rarest keys first.
    public mutating func candidates(for person: PersonRecord) -> [RecordID] {
        let indexed = acquire(person)
        defer { release(indexed) }
        return search(for: indexed).slots.map { people[$0].id }
    }

    func person(_ id: RecordID) -> IndexedPerson? { slotOfID[id].map { people[$0] } }

    /// Earlier records that share a key with a person and can be that person.
    mutating func search(for person: IndexedPerson) -> Search {
        var found = Search()
        var chains: [PostingLists.Chain] = []
        for offset in [0, -1, 1] {
            for posting in CandidateKey.postings(of: person, names: names, yearOffset: offset)
            where posting.kind != .household {
                guard let chain = postings.chain(posting.hash) else { continue }
                if chain.count > limits.keyFrequencyMax {
                    found.keysTooCommon += 1
                } else {
                    chains.append(chain)
                }
            }
        }
        // Ties keep the order of the keys: slots and hashes would depend on what was removed earlier.
        let order = chains.indices.sorted { (chains[$0].count, $0) < (chains[$1].count, $1) }
        beginSearch()
        for position in order where !found.isTruncated {
            gather(chains[position], for: person, into: &found)
        }
        return found
    }

    /// Up to `householdMembersMax` records of a household but for one person, newest first.
    func members(of household: RecordID, except id: RecordID) -> [IndexedPerson] {
        var members: [IndexedPerson] = []
        guard let chain = postings.chain(CandidateKey.household(household)) else { return [] }
        postings.forEach(chain) { slot in
            if people[slot].household == household, people[slot].id != id {
                members.append(people[slot])
            }
            return members.count < limits.householdMembersMax
        }
        return members
    }

    mutating func acquireName(_ spelling: [UInt8]) -> UInt32 { names.acquire(spelling) }
    mutating func releaseName(_ id: UInt32) { names.release(id) }
    mutating func countName(_ id: UInt32, _ role: NameTable.Role, _ change: Int) {
        names.count(id, as: role, by: change)
    }
    mutating func acquireIdentifierEntry(
        _ form: [UInt8], _ kind: IdentifierTable.Kind
    ) -> UInt32 { identifiers.acquire(form, kind) }
    mutating func releaseIdentifier(_ id: UInt32) { identifiers.release(id) }
    mutating func countIdentifier(_ id: UInt32, _ change: Int) {
        identifiers.count(id, by: change)
    }

    private mutating func gather(
        _ chain: PostingLists.Chain, for person: IndexedPerson, into found: inout Search
    ) {
        postings.forEach(chain) { slot in
            guard lastSearch[Int(slot)] != search else { return true }
            lastSearch[Int(slot)] = search
            guard people[slot].mayPair(with: person), people[slot].arrived(before: person) else {
                return true
            }
            guard found.slots.count < limits.candidatesMax else {
                found.isTruncated = true
                return false
            }
            found.slots.append(slot)
            return true
        }
    }

    private mutating func beginSearch() {
        if search == .max {
            lastSearch = Array(repeating: 0, count: lastSearch.count)
            search = 0
        }
        search += 1
    }
}

/// What an index holds.
public struct IndexUsage: Hashable, Sendable {
    /// Records.
    public let people: Int
    /// Different spellings of names and places.
    public let spellings: Int
    /// Different telephone numbers, documents and source keys.
    public let identifiers: Int
    /// Different keys.
    public let keys: Int
}
