public import Access

/// Turns records into filters that can be compared, and not read, without the project's key.
///
/// A cryptographic long-term key after Schnell, Bachteler and Reiher (2009, 2011), "A Novel Error-Tolerant
/// Anonymous Linking Code", with what attacks on it have taught:
/// - each token has random positions of its own, drawn from HMAC-SHA-256 under the key, instead of sums of two
///   hashes, which Niedermeyer et al. (2014) read without it;
/// - tokens of names and places are salted with the sex;
/// - a draw *flips* a bit instead of setting it. A bit is then the parity of several draws, as in the linear
///   diffusion of Armknecht, Heng and Schnell (2023), "Strengthening Privacy-Preserving Record Linkage using
///   Diffusion": no bit is set because a record has a token, so there are no patterns to mine (Christen et
///   al. 2018, "Pattern-Mining Based Cryptanalysis of Bloom Filters"), and each filter has half of its bits
///   set. How many draws two records have in common can still be told, from the bits that differ
///   (Mitzenmacher, Pagh and Pham 2014, "Efficient Estimation for High Similarities using Odd Sketches").
public struct RecordEncoder {
    private static let knownMax = 1 << 17

    private let key: HashingKey
    /// Positions of tokens that were drawn lately, for most tokens repeat.
    private var known: [[UInt8]: [UInt16]] = [:]

    /// An encoder for a project.
    public init(key: HashingKey) {
        self.key = key
    }

    /// Encodes the records of a list, in an order that says nothing of theirs.
    ///
    /// Records that say too little are left out.
    ///
    /// - Parameters:
    ///   - table: one list.
    ///   - ids: what each record is called; of at most ``EncodingLimits/idBytesMax`` bytes.
    public mutating func encode(
        _ table: LinkageTable, ids: [String], progress: (Int) -> Void = { _ in }
    ) -> EncodedList {
        precondition(table.count == ids.count)
        let parts = RecordPart.all(of: table.fields)
        var list = EncodedList(
            project: Self.project(of: key),
            parts: parts.map { .init(name: $0.name, weight: EncodingScheme.weight($0)) })
        for (place, record) in (0..<table.count).shuffled().enumerated() {
            if place % 1000 == 0 { progress(100 * place / table.count) }
            let (groups, salt) = table.tokens(of: record, parts)
            let weight = zip(groups, parts).reduce(0) {
                $1.0.isEmpty ? $0 : $0 + EncodingScheme.weight($1.1)
            }
            guard weight >= EncodingScheme.weightMin else { continue }
            var present: UInt32 = 0
            var filter = [UInt64](repeating: 0, count: EncodingScheme.words)
            for (index, part) in parts.enumerated() where !groups[index].isEmpty {
                present |= 1 << UInt32(index)
                let share = EncodingScheme.draws * EncodingScheme.weight(part) / weight
                draw(groups[index], part, salt: salt, share: share, into: &filter)
            }
            list.append(id: ids[record], present: present, filter: filter)
        }
        progress(100)
        return list
    }

    /// What tells the projects' encodings apart, and says nothing of their keys.
    static func project(of key: HashingKey) -> [UInt8] {
        Array(key.code(of: Array("jatigi clk project 1".utf8)).prefix(16))
    }

    /// Draws a part's share, divided among its groups and their tokens.
    private mutating func draw(
        _ groups: [[[UInt8]]], _ part: RecordPart, salt: [UInt8], share: Int,
        into filter: inout [UInt64]
    ) {
        for (number, tokens) in groups.enumerated() {
            let groupShare = share / groups.count
            let prefix =
                Array(part.name.utf8) + [0, UInt8(number)]
                + (EncodingScheme.isSalted(part) ? salt : []) + [0]
            for (place, token) in tokens.enumerated() {
                let rest = place < groupShare % tokens.count ? 1 : 0
                for position in positions(of: prefix + token, groupShare / tokens.count + rest) {
                    filter[Int(position >> 6)] ^= 1 << UInt64(position & 63)
                }
            }
        }
    }

    /// The first positions of a token: whoever draws more draws the same ones first.
    private mutating func positions(of token: [UInt8], _ count: Int) -> ArraySlice<UInt16> {
        if let positions = known[token], positions.count >= count { return positions[..<count] }
        let bytes = key.bytes(for: token, count: 2 * count)
        let positions = (0..<count).map { place in
            let drawn = UInt16(bytes[2 * place]) | UInt16(bytes[2 * place + 1]) << 8
            return drawn % UInt16(EncodingScheme.bits)
        }
        if known.count >= Self.knownMax { known = [:] }
        known[token] = positions
        return positions[...]
    }
}

extension LinkageTable {
    /// The tokens of a record's parts, and its salt: the sex, or nothing where it is not known.
    fileprivate func tokens(
        of record: Int, _ parts: [RecordPart]
    ) -> (groups: [[[[UInt8]]]], salt: [UInt8]) {
        rows.withUnsafe { rows in
            let row = rows[record]
            func values(_ field: Int) -> [[UInt8]] {
                guard fields[field].type != .birth else { return [] }
                let store = spellings(field).values
                return row.values(field).map { Array(store[$0]) }
            }
            let groups = parts.map { part in
                guard let field = fields.firstIndex(of: part.field) else { return [[[UInt8]]]() }
                return RecordTokens.groups(
                    of: part, values: values(field),
                    birth: part.field.type == .birth ? row.birth(field) : .unknown)
            }
            let sex = fields.firstIndex(of: LinkageField(.sex))
            return (groups, sex.flatMap { values($0).first } ?? [])
        }
    }
}
