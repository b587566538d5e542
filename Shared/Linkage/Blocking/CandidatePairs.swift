/// The pairs of records that share a key, held as groups of records and made when they are read: a list
/// has so many that they are not kept.
///
/// A key that too many records share is not dropped but refined: a record's common keys are joined two
/// by two, and what is still too common once more, as in McNeill, Kardes and Borthwick (2012), "Dynamic
/// record blocking". So the depth follows the list: in a small one a name and a span of years are
/// rare enough, among a million namesakes it takes the mother's name and the village as well.
struct CandidatePairs: Sendable {
    /// Common keys of a record that are joined; the rarest of them.
    private static let joinedMax = 9
    private static let rounds = 3
    /// Parts in which the pairs are read.
    private static let partsMax = 64
    private static let pairsPerPart = 1 << 15

    private let mayLink: Linkable
    private let records: Int
    private let pairsMax: Int
    /// Records that share a key, group after group, each in order.
    private var members: [UInt32] = []
    private var ends: [UInt32] = []
    /// Pairs in the groups, as often as they stand there.
    private(set) var count = 0
    /// Ranges of records whose pairs are about as many.
    private(set) var parts: [Range<Int>] = []

    /// Finds the groups; their pairs are no more than the limits allow, whatever the list.
    init(in table: LinkageTable, mayLink: Linkable) async {
        self.mayLink = mayLink
        records = table.count
        pairsMax = max(
            LinkageLimits.pairsMin, table.count * LinkageLimits.pairsPerRecordMax)
        var keyed = await KeyedRecords(records: records) { range, add in
            table.withUnsafe { rows, fields in
                var keysOf = BlockingKeys(rows, fields)
                var keys: [UInt64] = []
                for record in range {
                    keys.removeAll(keepingCapacity: true)
                    keysOf.append(record, to: &keys)
                    add(record, keys)
                }
            }
        }
        for round in 1...Self.rounds {
            // Each round may fill its part of the room; what it leaves is the next one's.
            let room = pairsMax * round / Self.rounds - count
            let most = await Self.frequencyMax(keyed, pairsMax: room)
            await take(keyed, upTo: most)
            if round == Self.rounds {
                takeNeighbours(keyed)
            } else {
                let common = CommonKeys(keyed, records: records, most: Self.joinedMax)
                // Given up before the next are made: both together would be the most of the memory.
                keyed.removeAll()
                keyed = await refined(common)
            }
        }
        parts = divided()
    }

    /// Takes the groups that are small enough, and leaves the others.
    private mutating func take(_ keyed: KeyedRecords, upTo most: Int) async {
        let mayLink = mayLink
        await keyed.each { entries in
            var (members, ends, pairs, kept) = ([UInt32](), [UInt32](), 0, 0)
            KeyedRecords.groups(of: UnsafeBufferPointer(entries)) { group in
                guard group.count <= most else {
                    // To the front, where only what has been read is overwritten.
                    for index in group {
                        entries[kept] = entries[index]
                        kept += 1
                    }
                    return
                }
                let before = pairs
                for second in group {
                    let record = KeyedRecords.record(entries[second])
                    for first in group.lowerBound..<second
                    where mayLink(KeyedRecords.record(entries[first]), record) { pairs += 1 }
                }
                guard pairs > before else { return }
                for index in group { members.append(UInt32(KeyedRecords.record(entries[index]))) }
                ends.append(UInt32(members.count))
            }
            return (kept, (members, ends, pairs))
        } collect: { taken in
            let base = UInt32(members.count)
            members += taken.0
            for end in taken.1 { ends.append(base + end) }
            count += taken.2
        }
    }

    /// Of records that nothing tells apart, each is compared with the next, as far as there is room: the
    /// sorted neighbourhood of Hernández and Stolfo (1995).
    private mutating func takeNeighbours(_ keyed: KeyedRecords) {
        for bucket in 0..<KeyedRecords.bucketCount {
            let entries = keyed[bucket]
            KeyedRecords.groups(of: entries) { group in
                for index in group.dropFirst() where count < pairsMax {
                    let first = KeyedRecords.record(entries[index - 1])
                    let second = KeyedRecords.record(entries[index])
                    guard mayLink(first, second) else { continue }
                    members += [UInt32(first), UInt32(second)]
                    ends.append(UInt32(members.count))
                    count += 1
                }
            }
        }
    }

    /// The common keys of each record, joined two by two.
    private func refined(_ common: CommonKeys) async -> KeyedRecords {
        await KeyedRecords(records: records) { range, add in
            var keys: [UInt64] = []
            for record in range {
                keys.removeAll(keepingCapacity: true)
                let common = common[record]
                for (place, key) in common.enumerated() {
                    for other in common.prefix(place) {
                        var hash = KeyHash(BlockingKeys.joined)
                        hash.add(min(key, other))
                        hash.add(max(key, other))
                        keys.append(hash.finished)
                    }
                }
                add(record, keys)
            }
        }
    }

    /// The frequency up to which keys are followed, so that their pairs stay within a bound.
    private static func frequencyMax(_ keyed: KeyedRecords, pairsMax: Int) async -> Int {
        let most = LinkageLimits.keyFrequencyMax
        var pairsOfFrequency = [Int](repeating: 0, count: most + 1)
        await keyed.each { entries in
            var pairs = [Int](repeating: 0, count: most + 1)
            KeyedRecords.groups(of: UnsafeBufferPointer(entries)) { group in
                guard group.count <= most else { return }
                pairs[group.count] += group.count * (group.count - 1) / 2
            }
            return (entries.count, pairs)
        } collect: { pairs in
            for (frequency, count) in pairs.enumerated() { pairsOfFrequency[frequency] += count }
        }
        var total = 0
        for frequency in pairsOfFrequency.indices {
            total += pairsOfFrequency[frequency]
            if total > pairsMax { return max(1, frequency - 1) }
        }
        return most
    }
}

// MARK: Reading

extension CandidatePairs {
    /// The pairs whose lower record is in a range, in order, each once.
    ///
    /// - Parameter oneIn: of so many pairs one is given, chosen by its hash.
    func pairs(of lefts: Range<Int>, oneIn share: UInt64 = 1) -> [RecordPair] {
        var packed: [UInt64] = []
        members.withUnsafeBufferPointer { members in
            var start = 0
            for end in ends {
                let group = start..<Int(end)
                start = Int(end)
                guard Int(members[group.upperBound - 1]) > lefts.lowerBound else { continue }
                for first in group {
                    let left = Int(members[first])
                    guard left >= lefts.lowerBound else { continue }
                    guard left < lefts.upperBound else { break }
                    for second in (first + 1)..<max(group.upperBound, first + 1) {
                        let pair = RecordPair(left, Int(members[second]))
                        if share > 1, Self.hash(pair) % share != 0 { continue }
                        if mayLink(left, pair.right) { packed.append(pair.packed) }
                    }
                }
            }
        }
        return RecordPair.distinct(packed)
    }

    /// Whether a pair is of a sample of one in so many.
    static func hash(_ pair: RecordPair) -> UInt64 {
        var hash = KeyHash(0)
        hash.add(pair.packed)
        return hash.finished
    }

    private func divided() -> [Range<Int>] {
        var pairsOfLeft = [UInt32](repeating: 0, count: records)
        var start = 0
        for end in ends {
            for place in start..<Int(end) {
                pairsOfLeft[Int(members[place])] &+= UInt32(Int(end) - place - 1)
            }
            start = Int(end)
        }
        let total = pairsOfLeft.reduce(0) { $0 + Int($1) }
        let room = max(Self.pairsPerPart, total / Self.partsMax)
        var parts: [Range<Int>] = []
        var (begin, pairs) = (0, 0)
        for (record, more) in pairsOfLeft.enumerated() {
            pairs += Int(more)
            guard pairs >= room || record == records - 1 else { continue }
            parts.append(begin..<record + 1)
            (begin, pairs) = (record + 1, 0)
        }
        return parts
    }
}

/// The rarest of each record's common keys.
private struct CommonKeys: Sendable {
    private let most: Int
    private var keys: [UInt64]
    private var counts: [UInt8]

    init(_ keyed: KeyedRecords, records: Int, most: Int) {
        self.most = most
        keys = [UInt64](repeating: 0, count: records * most)
        counts = [UInt8](repeating: 0, count: records)
        var groups: [(count: Int, bucket: Int, start: Int)] = []
        for bucket in 0..<KeyedRecords.bucketCount {
            KeyedRecords.groups(of: keyed[bucket]) {
                groups.append(($0.count, bucket, $0.lowerBound))
            }
        }
        groups.sort { $0 < $1 }
        for group in groups {
            for entry in keyed[group.bucket][group.start..<group.start + group.count] {
                let record = KeyedRecords.record(entry)
                guard counts[record] < most else { continue }
                keys[record * most + Int(counts[record])] = KeyedRecords.key(entry)
                counts[record] += 1
            }
        }
    }

    subscript(record: Int) -> ArraySlice<UInt64> {
        keys[record * most..<record * most + Int(counts[record])]
    }
}
