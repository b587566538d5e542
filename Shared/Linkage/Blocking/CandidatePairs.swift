/// Two records that are worth comparing; `left` is the lower number.
struct RecordPair: Hashable, Comparable, Sendable {
    let packed: UInt64

    init(_ first: Int, _ second: Int) {
        packed = UInt64(min(first, second)) << 32 | UInt64(max(first, second))
    }

    var left: Int { Int(packed >> 32) }
    var right: Int { Int(packed & 0xFFFF_FFFF) }

    static func < (left: RecordPair, right: RecordPair) -> Bool { left.packed < right.packed }
}

/// Finds the pairs of records that share a key.
///
/// A key that too many records share is not dropped but refined: a record's common keys are joined two
/// by two, and what is still too common once more, as in McNeill, Kardes and Borthwick (2012), "Dynamic
/// record blocking". So the depth follows the list: in a small one a name and a span of years are
/// rare enough, among a million namesakes it takes the mother's name and the village as well.
struct CandidatePairs {
    private struct Entry {
        let key: UInt64
        let record: UInt32
    }

    /// Common keys of a record that are joined; the rarest of them.
    private static let joinedMax = 9
    private static let rounds = 3

    private let table: LinkageTable
    private let mayLink: (Int, Int) -> Bool
    private let pairsMax: Int
    private var pairs: [RecordPair] = []

    /// The pairs, each once, in order; no more than the limits allow, whatever the list.
    static func find(in table: LinkageTable, mayLink: (Int, Int) -> Bool) -> [RecordPair] {
        withoutActuallyEscaping(mayLink) { mayLink in
            var finder = CandidatePairs(table, mayLink)
            finder.run()
            return finder.pairs
        }
    }

    private init(_ table: LinkageTable, _ mayLink: @escaping (Int, Int) -> Bool) {
        self.table = table
        self.mayLink = mayLink
        pairsMax = max(
            LinkageLimits.pairsMin, table.count * LinkageLimits.pairsPerRecordMax)
    }

    private mutating func run() {
        var entries = firstEntries()
        for round in 1...Self.rounds {
            entries.sort { ($0.key, $0.record) < ($1.key, $1.record) }
            let groups = Self.groups(of: entries)
            // Each round may fill its part of the room; what it leaves is the next one's.
            let room = pairsMax * round / Self.rounds - pairs.count
            let most = Self.frequencyMax(groups, pairsMax: room)
            for group in groups where group.count <= most { append(entries[group]) }
            guard round < Self.rounds else {
                for group in groups where group.count > most { appendNeighbours(entries[group]) }
                break
            }
            entries = refined(entries, groups.filter { $0.count > most })
            if entries.isEmpty { break }
        }
        pairs.sort()
        var kept = 0
        for index in pairs.indices where index == 0 || pairs[index] != pairs[kept - 1] {
            pairs[kept] = pairs[index]
            kept += 1
        }
        pairs.removeLast(pairs.count - kept)
    }

    private mutating func append(_ group: ArraySlice<Entry>) {
        for first in group.indices {
            for second in (first + 1)..<max(group.endIndex, first + 1) {
                let (a, b) = (Int(group[first].record), Int(group[second].record))
                if mayLink(a, b) { pairs.append(RecordPair(a, b)) }
            }
        }
    }

    /// Of records that nothing tells apart, each is compared with the next, as far as there is room: the
    /// sorted neighbourhood of Hernández and Stolfo (1995).
    private mutating func appendNeighbours(_ group: ArraySlice<Entry>) {
        for (one, next) in zip(group, group.dropFirst()) where pairs.count < pairsMax {
            let (a, b) = (Int(one.record), Int(next.record))
            if mayLink(a, b) { pairs.append(RecordPair(a, b)) }
        }
    }

    private func firstEntries() -> [Entry] {
        let keysOf = BlockingKeys(table)
        var entries: [Entry] = []
        entries.reserveCapacity(table.count * 32)
        var keys: [UInt64] = []
        for record in 0..<table.count {
            keys.removeAll(keepingCapacity: true)
            keysOf.append(record, to: &keys)
            Self.append(&keys, of: UInt32(record), to: &entries)
        }
        return entries
    }

    private static func append(
        _ keys: inout [UInt64], of record: UInt32, to entries: inout [Entry]
    ) {
        keys.sort()
        var last: UInt64?
        for key in keys where key != last {
            entries.append(Entry(key: key, record: record))
            last = key
        }
    }

    /// The rarest of each record's common keys, joined two by two.
    private func refined(_ entries: [Entry], _ groups: [Range<Int>]) -> [Entry] {
        var commonKeys = [[UInt64]](repeating: [], count: table.count)
        for group in groups.sorted(by: { ($0.count, $0.lowerBound) < ($1.count, $1.lowerBound) }) {
            for entry in entries[group] where commonKeys[Int(entry.record)].count < Self.joinedMax {
                commonKeys[Int(entry.record)].append(entry.key)
            }
        }
        var refined: [Entry] = []
        var keys: [UInt64] = []
        for (record, common) in commonKeys.enumerated() {
            keys.removeAll(keepingCapacity: true)
            for (place, key) in common.enumerated() {
                for other in common[..<place] {
                    var hash = KeyHash(BlockingKeys.joined)
                    hash.add(min(key, other))
                    hash.add(max(key, other))
                    keys.append(hash.finished)
                }
            }
            Self.append(&keys, of: UInt32(record), to: &refined)
        }
        return refined
    }

    private static func groups(of entries: [Entry]) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = 0
        for index in 1...max(1, entries.count) {
            guard index >= entries.count || entries[index].key != entries[start].key else {
                continue
            }
            if index - start > 1, index <= entries.count { groups.append(start..<index) }
            start = index
        }
        return groups
    }

    /// The frequency up to which keys are followed, so that their pairs stay within a bound.
    private static func frequencyMax(_ groups: [Range<Int>], pairsMax: Int) -> Int {
        var pairsOfFrequency = [Int](repeating: 0, count: LinkageLimits.keyFrequencyMax + 1)
        for group in groups where group.count <= LinkageLimits.keyFrequencyMax {
            pairsOfFrequency[group.count] += group.count * (group.count - 1) / 2
        }
        var total = 0
        for frequency in pairsOfFrequency.indices {
            total += pairsOfFrequency[frequency]
            if total > pairsMax { return frequency - 1 }
        }
        return LinkageLimits.keyFrequencyMax
    }
}
