/// What of a record another record of the same person is likely to share: the tokens that its keys are made of.
struct BlockingTokens {
    /// Tokens that are combined; more of them make more keys.
    static let coreMax = 10
    private static let ownNamesMax = 4
    private static let labelledNamesMax = 2
    /// Years that one span covers.
    private static let spanYears = 5
    /// Years by which a search looks into the next span.
    private static let tolerance = 2
    /// Tokens that are joined to numbers and letters which too many share.
    private static let anchorsMax = 3
    /// Bands of letters: the evidence of sounds leaves few to them.
    private static let bands = 4

    /// A token that is combined with others.
    struct Core {
        /// Of a kind and a value.
        let hash: UInt64
        /// The value beside it that a search tries too; 0 is none.
        let neighbour: UInt64
        /// One of three groups by kind; see ``TokenSets``.
        let group: UInt8
        /// Whether it is of the person's own names or birth.
        var isOwn = false
    }

    /// Sounds of names, span of years of birth, places, texts and codes.
    private(set) var core: [Core] = []
    /// Whole numbers of telephones and documents.
    private(set) var numbers: [UInt64] = []
    /// MinHash over the pairs of letters of the person's own names.
    private(set) var letters: [UInt64] = []
    /// The core tokens that common numbers and letters are joined to: those of other evidence than the person's own names.
    private(set) var anchors: [Core] = []
    private var births: [Core] = []
    private var names: [Core] = []
    private var others: [Core] = []

    private enum Kind {
        static let ownName: UInt64 = 1
        static let birth: UInt64 = 2
        static let letters: UInt64 = 3
        /// The first that fields are numbered from.
        static let field: UInt64 = 16
    }

    init() {}

    /// Takes those of a record.
    ///
    /// - Parameter withLetters: whether letters are wanted, too; they take the longest.
    mutating func read(
        _ row: UnsafeRow, _ fields: [UnsafeSpellings], labels: [Bool], withLetters: Bool
    ) {
        removeAll()
        for (index, spellings) in fields.enumerated() {
            let values = row.values(index)
            let kind = Kind.field + UInt64(index)
            switch spellings.type {
            case .given, .family, .name:
                if labels[index] {
                    readNames(values, spellings, kind, field: index)
                } else {
                    readOwnNames(values, spellings)
                }
            case .birth:
                if let word = values.first { births.append(Self.span(of: Birth(packed: word))) }
            case .place:
                if let id = values.first {
                    let hash = Self.hash(kind, UInt64(spellings.sounds[Int(id)]))
                    others.append(Core(hash: hash, neighbour: 0, group: UInt8(index % 3)))
                }
            case .position, .text, .code:
                if let id = values.first {
                    let hash = Self.hash(kind, UInt64(id))
                    others.append(Core(hash: hash, neighbour: 0, group: UInt8(index % 3)))
                }
            case .phone, .document:
                for id in values { numbers.append(Self.hash(kind, UInt64(id))) }
            case .sex: continue
            }
        }
        append(births, anchors: Self.anchorsMax)
        append(names, anchors: 1)
        append(others, anchors: Self.anchorsMax)
        if withLetters { readLetters(row, fields, labels) }
    }

    private mutating func removeAll() {
        core.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        letters.removeAll(keepingCapacity: true)
        anchors.removeAll(keepingCapacity: true)
        births.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        others.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ tokens: [Core], anchors most: Int) {
        for (place, token) in tokens.enumerated() {
            if place < most, anchors.count < Self.anchorsMax { anchors.append(token) }
            if core.count < Self.coreMax { core.append(token) }
        }
    }

    private mutating func readOwnNames(
        _ values: UnsafeBufferPointer<UInt32>, _ spellings: UnsafeSpellings
    ) {
        for id in values where core.count < Self.ownNamesMax {
            let hash = Self.hash(Kind.ownName, UInt64(spellings.sounds[Int(id)]))
            guard !core.contains(where: { $0.hash == hash }) else { continue }
            core.append(Core(hash: hash, neighbour: 0, group: UInt8(hash % 3), isOwn: true))
        }
    }

    private mutating func readNames(
        _ values: UnsafeBufferPointer<UInt32>, _ spellings: UnsafeSpellings, _ kind: UInt64,
        field: Int
    ) {
        for (place, id) in values.prefix(Self.labelledNamesMax).enumerated() {
            let hash = Self.hash(kind, UInt64(spellings.sounds[Int(id)]))
            // Two names of one sound are one token: keys are sets.
            guard !names.contains(where: { $0.hash == hash }) else { continue }
            names.append(Core(hash: hash, neighbour: 0, group: UInt8((field + place) % 3)))
        }
    }

    private mutating func readLetters(
        _ row: UnsafeRow, _ fields: [UnsafeSpellings], _ labels: [Bool]
    ) {
        var leastHashes = LeastHashes()
        for (index, spellings) in fields.enumerated()
        where spellings.type.isName && !labels[index] {
            for id in row.values(index) { leastHashes.add(spellings.bytes(id)) }
        }
        guard leastHashes.count >= 4 else { return }
        for band in 0..<Self.bands {
            var hash = KeyHash(UInt8(Kind.letters))
            hash.add(UInt64(band))
            for row in 0..<LeastHashes.rowsPerBand { hash.add(leastHashes.least(band, row)) }
            letters.append(hash.finished)
        }
    }

    private static func span(of birth: Birth) -> Core {
        func hash(_ year: Int) -> UInt64 { Self.hash(Kind.birth, UInt64(year / spanYears)) }
        let own = hash(Int(birth.year))
        let earlier = hash(Int(birth.year) - tolerance)
        let later = hash(Int(birth.year) + tolerance)
        let neighbour = earlier != own ? earlier : later != own ? later : 0
        return Core(hash: own, neighbour: neighbour, group: 2, isOwn: true)
    }

    private static func hash(_ kind: UInt64, _ value: UInt64) -> UInt64 {
        var hash = KeyHash(UInt8(truncatingIfNeeded: kind))
        hash.add(value)
        return hash.finished
    }
}
