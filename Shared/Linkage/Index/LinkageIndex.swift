public import Matching

/// The records of people, to be searched, scored and changed at any time, one by one.
///
/// Where ``Linker`` takes a whole list and learns from it, this scores each household as it arrives, by a model that
/// was learnt before. Both compare records alike.
///
/// ```swift
/// var index = LinkageIndex(mapping: mapping, columns: columns, model: model)
/// for member in household { index.insert(member.id, member.cells) }
/// for finding in index.screen(household.map(\.id)) { … }
/// ```
///
/// A record is not changed but replaced; what a removed one held stays in memory until the index is made anew. Not
/// to be copied: it is large.
public struct LinkageIndex: Sendable {
    /// Records that are taken to be there at the least.
    private static let assumedRecords = 2_000
    /// Removed records that are no burden.
    private static let wornMin = 100_000
    /// Records that one search takes, each as often as it is met; those under the rarest keys come first.
    static let foundMax = 4_000

    let plan: ComparisonPlan
    private let variants: NameVariants
    private let columns: ColumnPlan
    private(set) var table: LinkageTable
    private var labels: [Bool]
    private(set) var frequencies: ValueFrequencies
    private var overlaps: [PlaceOverlap]
    private var blocking: BlockingIndex
    /// One for each thread that searches.
    private var searchers = [Searcher](repeating: Searcher(), count: AtOnce.workers)
    private var tokens = BlockingTokens()
    /// The ids of people, each with its record plus one; 0 where it was removed.
    private var people = ValueStore()
    private var recordOfPerson = GrowingBuffer<UInt32>()
    private var personOfRecord = GrowingBuffer<UInt32>()
    /// The members of each household, each record plus one leading to the next; 0 ends.
    private var firstMember = GrowingBuffer<UInt32>([0])
    private var nextMember = GrowingBuffer<UInt32>()
    /// The model that scores.
    public var model: LinkageModel

    /// Records held.
    public private(set) var count = 0

    /// An empty index.
    ///
    /// - Parameters:
    ///   - headers: The columns of the records to come, used as the mapping says; one must be the household.
    ///   - variants: Names that are one name beyond their sound.
    ///   - forFew: Whether some hundreds of records at the most will come.
    /// - Throws: `nothingMapped` where no field has a column.
    public init(
        headers: [String], mapping: LinkageMapping, model: LinkageModel? = nil,
        configuration: LinkageConfiguration = .standard, variants: NameVariants = .standard,
        forFew: Bool = false
    ) throws(LinkageMapping.Problem) {
        blocking = BlockingIndex(forFew: forFew)
        columns = try ColumnPlan(headers: headers, mapping: mapping)
        table = LinkageTable(mapping: mapping, variants: variants)
        self.variants = variants
        labels = mapping.fields.map { !$0.label.isEmpty }
        frequencies = ValueFrequencies(fields: mapping.fields, configuration: configuration)
        plan = ComparisonPlan(
            fields: mapping.fields, hasHouseholds: columns.household != nil, configuration)
        overlaps = PlaceOverlap.all(of: plan.parts)
        self.model = model ?? LinkageModel(parts: plan.parts, configuration: configuration)
    }

    /// Bytes held, but for what a few values take.
    public var byteCount: Int {
        table.byteCount + frequencies.byteCount + blocking.byteCount + people.byteCount
            + recordOfPerson.byteCount + firstMember.byteCount
            + personOfRecord.byteCount + nextMember.byteCount
            + overlaps.reduce(0) { $0 + $1.byteCount }
    }

    /// Whether it holds more records that were removed or replaced than are there, or few numbers are left: then it is
    /// time to make it anew.
    public var isWorn: Bool {
        table.count > 2 * count + Self.wornMin || table.count > BlockingIndex.recordsEnd / 8 * 7
    }

    /// Whether no more people fit.
    public var isFull: Bool { table.count >= BlockingIndex.recordsEnd }

    /// Keys that records lie under.
    public var keyCount: Int { blocking.count }

    /// Adds a person, or puts new facts in place of those that are known.
    ///
    /// - Parameters:
    ///   - id: What the person is called here.
    ///   - cells: The facts, as the headers have them.
    public mutating func insert(_ id: [UInt8], _ cells: [String]) {
        remove(id)
        let record = UInt32(table.count)
        precondition(record < BlockingIndex.recordsEnd, "the index numbers records in 24 bits")
        table.append(cells, plan: columns)
        let person = people.id(of: id).id
        if Int(person) == recordOfPerson.count { recordOfPerson.append(0) }
        recordOfPerson[Int(person)] = record + 1
        personOfRecord.append(person)
        let isFirst = link(record)
        count += 1
        if isFirst { countPlaces(of: Int(record), isAdded: true) }
        table.withUnsafe { rows, fields in
            frequencies.count(rows[Int(record)], fields, isAdded: true)
            tokens.read(rows[Int(record)], fields, labels: labels, withLetters: true)
            blocking.insert(record, tokens, prefetcher: { rows.prefetch(Int($0)) }) {
                other, tokens in
                tokens.read(rows[Int(other)], fields, labels: labels, withLetters: false)
            }
        }
    }

    /// Removes a person; false where there is none of that id.
    @discardableResult
    public mutating func remove(_ id: [UInt8]) -> Bool {
        guard let record = record(id) else { return false }
        recordOfPerson[Int(personOfRecord[record])] = 0
        let (wasFirst, next) = unlink(UInt32(record))
        if wasFirst { countPlaces(of: record, isAdded: false) }
        if let next { countPlaces(of: next, isAdded: true) }
        table.withUnsafe { rows, fields in
            frequencies.count(rows[record], fields, isAdded: false)
            tokens.read(rows[record], fields, labels: labels, withLetters: true)
            blocking.remove(UInt32(record), tokens)
        }
        table.remove(record)
        count -= 1
        return true
    }

    /// Whether a person is there.
    public func contains(_ id: [UInt8]) -> Bool { record(id) != nil }

    /// Whether anybody of a household is there.
    func hasMembers(ofHousehold cell: String) -> Bool {
        table.knownHousehold(cell).map { firstMember[Int($0)] != 0 } ?? false
    }

    /// The record of a person.
    func record(_ id: [UInt8]) -> Int? {
        guard let person = people.knownID(of: id), recordOfPerson[Int(person)] != 0 else {
            return nil
        }
        return Int(recordOfPerson[Int(person)]) - 1
    }

    /// What the person of a record is called.
    func id(of record: Int) -> [UInt8] { Array(people[personOfRecord[record]]) }

    /// The people whom a search for one would compare, to measure how many of the right ones it finds.
    public mutating func candidates(_ id: [UInt8]) -> [[UInt8]] {
        guard let record = record(id) else { return [] }
        return withSearchers { index, searchers in
            index.candidates(of: record, &searchers[0]).map { index.id(of: Int($0)) }
        }
    }

    /// The records of a household, at most so many; the latest first.
    func members(of household: UInt32, most: Int) -> [Int] {
        var members: [Int] = []
        var next = firstMember[Int(household)]
        while next != 0, members.count < most {
            members.append(Int(next) - 1)
            next = nextMember[Int(next) - 1]
        }
        return members
    }

    /// Lends what searches need for themselves, to read the index with.
    mutating func withSearchers<Result>(
        _ body: (LinkageIndex, inout [Searcher]) -> Result
    ) -> Result {
        var searchers: [Searcher] = []
        swap(&searchers, &self.searchers)
        defer { swap(&searchers, &self.searchers) }
        return body(self, &searchers)
    }

    /// The other records that share a key with one, in order.
    func candidates(of record: Int, _ searcher: inout Searcher) -> [UInt32] {
        var found: [UInt32] = []
        table.withUnsafe { rows, fields in
            searcher.tokens.read(rows[record], fields, labels: labels, withLetters: true)
            blocking.append(searcher.tokens, to: &found)
        }
        found.removeLast(max(0, found.count - Self.foundMax))
        found.sort()
        let household = table.namedHousehold(of: record)
        var last = UInt32(record)
        found.removeAll { other in
            let isKnown = other == last || other == UInt32(record)
            last = other
            return isKnown || household != 0 && table.namedHousehold(of: Int(other)) == household
        }
        return found
    }

    /// Opens the records for comparisons, which may read the index.
    func withPairComparer<Result>(
        _ searcher: inout Searcher, _ body: (inout PairComparer) -> Result
    ) -> Result {
        plan.withPairComparer(table, frequencies, &searcher.caches, body)
    }

    /// The weights for as many records as there are, or will soon be: among the first few of a region a repeat is no
    /// likelier than among the first thousands.
    var weights: WeightTable {
        model.weights(
            pairsPerRecord: Double(max(Self.assumedRecords, count)) / 2,
            placeDependences: placeDependences)
    }

    /// What places say twice in this index.
    var placeDependences: [LinkageModel.Dependence] {
        overlaps.map { $0.dependence(assumed: model.placeDependence) }
    }

    /// Adds a record to its household, and says whether it is the first there; who has none is.
    private mutating func link(_ record: UInt32) -> Bool {
        let household = Int(table.namedHousehold(of: Int(record)))
        while firstMember.count < table.householdsEnd { firstMember.append(0) }
        let next = household == 0 ? 0 : firstMember[household]
        nextMember.append(next)
        if household != 0 { firstMember[household] = record + 1 }
        return next == 0
    }

    /// Takes a record from its household, and says whether it was the first there, and who is then.
    private mutating func unlink(_ record: UInt32) -> (wasFirst: Bool, next: Int?) {
        let household = Int(table.namedHousehold(of: Int(record)))
        let wasFirst = nextMember[Int(record)] == 0
        guard household != 0 else { return (wasFirst, nil) }
        if firstMember[household] == record + 1 {
            firstMember[household] = nextMember[Int(record)]
            return (wasFirst, nil)
        }
        var place = Int(firstMember[household]) - 1
        while nextMember[place] != record + 1 { place = Int(nextMember[place]) - 1 }
        nextMember[place] = nextMember[Int(record)]
        return (wasFirst, wasFirst ? place : nil)
    }

    private mutating func countPlaces(of record: Int, isAdded: Bool) {
        guard !overlaps.isEmpty else { return }
        table.withUnsafe { rows, fields in
            for place in overlaps.indices {
                overlaps[place].count(rows[record], fields, isAdded: isAdded)
            }
        }
    }
}

/// What one search needs for itself.
struct Searcher: Sendable {
    var tokens = BlockingTokens()
    var caches: LevelCaches?
}

// MARK: Snapshot

extension LinkageIndex {
    /// Raised whenever what a snapshot holds, or a key is made of, changes.
    private static let snapshotVersion: UInt64 = 6

    /// What a snapshot must be of: the version, the fields and the names that are one.
    private var layout: UInt64 {
        var hash = KeyHash(0)
        hash.add(Self.snapshotVersion)
        for field in table.fields { hash.add(field.name.utf8) }
        hash.add(variants.contents)
        return hash.finished
    }

    /// Writes all records and keys, so that the index need not be made anew. It holds personal data.
    ///
    /// - Parameter output: Takes the bytes, piece by piece.
    public func write(to output: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        var snapshot = SnapshotWriter(output)
        try snapshot.write(layout)
        try table.write(to: &snapshot)
        try blocking.write(to: &snapshot)
        try people.write(to: &snapshot)
        try recordOfPerson.write(to: &snapshot)
        try personOfRecord.write(to: &snapshot)
        try snapshot.finish()
    }

    /// Reads a snapshot into an empty index of the same fields. Whatever it holds, what is read can be used.
    ///
    /// - Parameters:
    ///   - size: Bytes of the snapshot.
    ///   - input: Fills a buffer; false where the snapshot ends before.
    /// - Throws: ``SnapshotError``, what the input throws; the index must not be used then.
    public mutating func read(
        size: Int, from input: @escaping (UnsafeMutableRawBufferPointer) throws -> Bool
    ) throws {
        var snapshot = SnapshotReader(size: size, input)
        guard size >= 8, try snapshot.number() == layout else { throw SnapshotError.foreign }
        try table.read(from: &snapshot)
        blocking = try BlockingIndex(from: &snapshot)
        people = try ValueStore(from: &snapshot)
        recordOfPerson = try GrowingBuffer(from: &snapshot)
        personOfRecord = try GrowingBuffer(from: &snapshot)
        try snapshot.finish()
        guard table.isSound, !isFull, blocking.isSound(records: table.count),
            recordOfPerson.count == people.count, personOfRecord.count == table.count,
            personOfRecord.elements.allSatisfy({ Int($0) < people.count })
        else { throw SnapshotError.damaged }
        try countRecords()
    }

    /// Counts what follows from the records that were read.
    private mutating func countRecords() throws {
        firstMember.append(zeros: table.householdsEnd - firstMember.count)
        for record in 0..<table.count {
            let isFirst = link(UInt32(record))
            let isThere = Int(recordOfPerson[Int(personOfRecord[record])]) == record + 1
            guard isThere || table.namedHousehold(of: record) == 0 else {
                throw SnapshotError.damaged
            }
            if isThere { count += 1 }
            if isThere, isFirst { countPlaces(of: record, isAdded: true) }
        }
        guard recordOfPerson.elements.count(where: { $0 != 0 }) == count else {
            throw SnapshotError.damaged
        }
        table.withUnsafe { rows, fields in
            for record in recordOfPerson.elements where record != 0 {
                frequencies.count(rows[Int(record) - 1], fields, isAdded: true)
            }
        }
    }
}
