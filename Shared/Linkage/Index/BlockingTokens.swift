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
    }

    /// Sounds of names, span of years of birth, places, texts and codes.
    private(set) var core: [Core] = []
    /// Whole numbers of telephones and documents.
    private(set) var numbers: [UInt64] = []
    /// MinHash over the pairs of letters of the person's own names.
    private(set) var letters: [UInt64] = []
    /// The core tokens that common numbers and letters are joined to: those of other evidence than the person's own names.
    private(set) var anchors: [Core] = []

    private enum Kind {
        static let ownName: UInt64 = 1
        static let birth: UInt64 = 2
        static let letters: UInt64 = 3
        /// The first that fields are numbered from.
        static let field: UInt64 = 16
    }

    init() {}

    /// Takes those of a record.
    mutating func read(_ row: UnsafeRow, _ fields: [UnsafeSpellings], labels: [Bool]) {
        core.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        letters.removeAll(keepingCapacity: true)
        anchors.removeAll(keepingCapacity: true)
        var leastHashes = LeastHashes()
        var births: [Core] = []
        var names: [Core] = []
        var others: [Core] = []
        for (index, spellings) in fields.enumerated() {
            let values = row.values(index)
            let kind = Kind.field + UInt64(index)
            switch spellings.type {
            case .given, .family, .name:
                let isOwn = !labels[index]
                for (place, id) in values.enumerated() {
                    if isOwn { leastHashes.add(spellings.bytes(id)) }
                    let sound = UInt64(spellings.sounds[Int(id)])
                    if isOwn {
                        let hash = Self.hash(Kind.ownName, sound)
                        guard core.count < Self.ownNamesMax, !has(hash) else { continue }
                        core.append(Core(hash: hash, neighbour: 0, group: UInt8(hash % 3)))
                    } else if place < Self.labelledNamesMax {
                        let hash = Self.hash(kind, sound)
                        // Two names of one sound are one token: keys are sets.
                        guard !names.contains(where: { $0.hash == hash }) else { continue }
                        names.append(
                            Core(hash: hash, neighbour: 0, group: UInt8((index + place) % 3)))
                    }
                }
            case .birth:
                if let word = values.first { births.append(Self.span(of: Birth(packed: word))) }
            case .place:
                for id in values.prefix(1) {
                    let hash = Self.hash(kind, UInt64(spellings.sounds[Int(id)]))
                    others.append(Core(hash: hash, neighbour: 0, group: UInt8(index % 3)))
                }
            case .text, .code:
                for id in values.prefix(1) {
                    let hash = Self.hash(kind, UInt64(id))
                    others.append(Core(hash: hash, neighbour: 0, group: UInt8(index % 3)))
                }
            case .phone, .document:
                for id in values { numbers.append(Self.hash(kind, UInt64(id))) }
            case .sex: continue
            }
        }
        anchors += (births + names.prefix(1) + others).prefix(Self.anchorsMax)
        for token in births + names + others where core.count < Self.coreMax { core.append(token) }
        guard leastHashes.count >= 4 else { return }
        for band in 0..<Self.bands {
            var hash = KeyHash(UInt8(Kind.letters))
            hash.add(UInt64(band))
            for row in 0..<LeastHashes.rowsPerBand { hash.add(leastHashes.least(band, row)) }
            letters.append(hash.finished)
        }
    }

    private func has(_ hash: UInt64) -> Bool { core.contains { $0.hash == hash } }

    private static func span(of birth: Birth) -> Core {
        func hash(_ year: Int) -> UInt64 { Self.hash(Kind.birth, UInt64(year / spanYears)) }
        let own = hash(Int(birth.year))
        let neighbour = [-tolerance, tolerance].map { hash(Int(birth.year) + $0) }
            .first { $0 != own }
        return Core(hash: own, neighbour: neighbour ?? 0, group: 2)
    }

    private static func hash(_ kind: UInt64, _ value: UInt64) -> UInt64 {
        var hash = KeyHash(UInt8(truncatingIfNeeded: kind))
        hash.add(value)
        return hash.finished
    }
}
