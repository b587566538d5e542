internal import Glibc

/// Compares the records of a table, part by part.
struct RecordComparer: Sendable {
    let parts: [ComparisonPart]
    /// The part of the households.
    let householdPart: Int?
    private let table: LinkageTable
    private let configuration: LinkageConfiguration
    /// Of each part: how much of the rarity each of its levels counts.
    private let rarityShares: [Float]
    /// Bits of rarity of each value of each field (for names, of each spelling), and after them of each
    /// sound, field after field.
    private let rarities: [Float]
    private let rarityStarts: [PairComparer.Rarities]
    private let partners: [PairComparer.Partner?]

    /// - Parameter witnesses: records that say how rare values are; all, unless told.
    init(
        _ table: LinkageTable, _ configuration: LinkageConfiguration, witnesses: [Int]? = nil
    ) {
        self.table = table
        self.configuration = configuration
        let parts = ComparisonPart.parts(
            for: table.fields, hasHouseholds: table.hasHouseholds, configuration)
        precondition(parts.count <= LevelPattern.partsMax)
        self.parts = parts
        householdPart = parts.firstIndex { $0.kind == .household }
        rarityShares = parts.flatMap { part in
            let shares = configuration.levels(of: part.kind).map { Float($0.rarityShare) }
            return shares + Array(repeating: 0, count: LevelPattern.levels - shares.count)
        }
        let witnesses = witnesses ?? Array(0..<table.count)
        var rarities: [Float] = []
        rarityStarts = table.fields.indices.map { field in
            let (values, sounds) = Self.rarities(
                field, table, among: witnesses, most: configuration.rarityMax)
            let start = rarities.count
            rarities += values + sounds
            return PairComparer.Rarities(values: start, sounds: start + values.count)
        }
        self.rarities = rarities
        partners = parts.map { part in
            guard part.kind == .given else { return nil }
            let label = table.fields[part.field].label
            let order = parts.firstIndex { $0.kind == .nameOrder && $0.field == part.field }
            let family = parts.firstIndex {
                $0.kind == .family && table.fields[$0.field].label == label
            }
            guard let order, let family else { return nil }
            return .init(order: order, family: family, familyField: parts[family].field)
        }
    }

    /// Opens the table for the comparison of many pairs.
    func withPairComparer<Result>(_ body: (inout PairComparer) -> Result) -> Result {
        table.withUnsafe { rows, fields in
            // SAFETY: the comparer does not leave the closures that were given the buffers.
            fields.withUnsafeBufferPointer { fields in
                parts.withUnsafeBufferPointer { parts in
                    rarityShares.withUnsafeBufferPointer { shares in
                        rarities.withUnsafeBufferPointer { rarities in
                            rarityStarts.withUnsafeBufferPointer { starts in
                                partners.withUnsafeBufferPointer { partners in
                                    var comparer = PairComparer(
                                        rows: rows, fields: fields, parts: parts,
                                        rarityShares: shares,
                                        rarities: rarities, rarityStarts: starts,
                                        partners: partners, configuration: configuration)
                                    return body(&comparer)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    func compare(_ left: Int, _ right: Int) -> Comparison {
        withPairComparer { $0.compare(left, right) }
    }
}

// MARK: Rarity

extension RecordComparer {
    /// Bits by which the values and the sounds of a field are rare: the share of the other records that
    /// hold them. Of dates, those of the year.
    private static func rarities(
        _ field: Int, _ table: LinkageTable, among witnesses: [Int], most: Double
    ) -> (values: [Float], sounds: [Float]) {
        let total = Double(max(2, witnesses.count))
        func bits(_ holders: [UInt32]) -> [Float] {
            holders.map { Float(min(most, log2(total / Double(max(1, Int($0) - 1))))) }
        }
        let holders = table.holders(of: field, among: witnesses)
        guard table.fields[field].type != .birth else { return (bits(holders), []) }
        let spellings = table.spellings(field)
        var sounds = [UInt32](repeating: 0, count: spellings.soundCount)
        for (id, sound) in spellings.sounds.enumerated() { sounds[Int(sound)] += holders[id] }
        return (bits(holders), bits(sounds))
    }
}
