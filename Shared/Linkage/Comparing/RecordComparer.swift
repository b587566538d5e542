internal import Glibc
internal import Matching

/// Compares two records of a table, part by part.
struct RecordComparer: Sendable {
    let parts: [ComparisonPart]
    private let table: LinkageTable
    private let configuration: LinkageConfiguration
    /// Of each part: how much of the rarity each level counts.
    private let rarityShares: [[Float]]
    /// Bits of rarity of each value of each field; for names, of each spelling.
    private let rarities: [[Float]]
    /// The same for sounds, where the field has them.
    private let soundRarities: [[Float]]
    /// For the given names of each field: the place of its part of the order and of its family names.
    private let partners: [Partner?]

    /// The part of the households.
    let householdPart: Int?

    /// The family names that belong to given names.
    struct Partner: Sendable {
        let order: Int
        let family: Int
        let familyField: Int
    }

    init(_ table: LinkageTable, _ configuration: LinkageConfiguration) {
        self.table = table
        self.configuration = configuration
        let parts = ComparisonPart.parts(
            for: table.fields, hasHouseholds: table.hasHouseholds, configuration)
        precondition(parts.count <= LevelPattern.partsMax)
        self.parts = parts
        householdPart = parts.firstIndex { $0.kind == .household }
        rarityShares = parts.map { configuration.levels(of: $0.kind).map { Float($0.rarityShare) } }
        let rarities = table.columns.map { Self.rarities($0, table, configuration) }
        self.rarities = rarities.map(\.values)
        soundRarities = rarities.map(\.sounds)
        partners = parts.map { part in
            guard part.kind == .given else { return nil }
            let label = table.fields[part.field].label
            let order = parts.firstIndex { $0.kind == .nameOrder && $0.field == part.field }
            let family = parts.firstIndex {
                $0.kind == .family && table.fields[$0.field].label == label
            }
            guard let order, let family else { return nil }
            return Partner(order: order, family: family, familyField: parts[family].field)
        }
    }

    /// Whether two records may be one person's: those of one household, or of one of two lists, may not.
    func mayLink(_ left: Int, _ right: Int) -> Bool {
        let household = table.household(of: left)
        if household != 0, household == table.household(of: right) { return false }
        return !table.hasTwoLists || (left < table.firstCount) != (right < table.firstCount)
    }

    func compare(_ left: Int, _ right: Int) -> Comparison {
        var comparison = Comparison()
        var done: UInt32 = 0
        for (place, part) in parts.enumerated()
        where done & 1 << UInt32(place) == 0 && part.kind != .household {
            switch table.columns[part.field] {
            case .names(let list):
                if let partner = partners[place],
                    case .names(let families) = table.columns[partner.familyField]
                {
                    done |= 1 << UInt32(partner.family) | 1 << UInt32(partner.order)
                    compareNames(left, right, list, families, place, partner, &comparison)
                } else {
                    let found = agreement(
                        list.values(left), list.values(right), part.field, part.field)
                    set(place, found, &comparison)
                }
            case .births(let births):
                if part.kind == .birthDay {
                    set(births[left], births[right], place, part.field, &comparison)
                }
            case .values(let list, let spellings):
                let found = agreement(list, left, right, spellings, part)
                set(place, found, &comparison)
            }
        }
        return comparison
    }

    /// A level and the rarity of what agrees.
    private struct Found {
        var level = LevelPattern.missing
        var rarity: Float = 0
    }

    private func set(_ place: Int, _ found: Found, _ comparison: inout Comparison) {
        comparison.pattern[place] = found.level
        if found.level < rarityShares[place].count {
            let rarity = rarityShares[place][found.level] * found.rarity
            comparison.rarity += rarity
            if parts[place].isShared { comparison.sharedRarity += rarity }
        }
    }
}

// MARK: Names

extension RecordComparer {
    private static let differs = 4

    /// Given and family names together: in their usual places, or, where that agrees better, exchanged.
    private func compareNames(
        _ left: Int, _ right: Int, _ given: ValueList, _ family: ValueList, _ place: Int,
        _ partner: Partner, _ comparison: inout Comparison
    ) {
        let field = parts[place].field
        let other = partner.familyField
        let (leftGiven, rightGiven) = (given.values(left), given.values(right))
        let (leftFamily, rightFamily) = (family.values(left), family.values(right))
        var first = agreement(leftGiven, rightGiven, field, field)
        var second = agreement(leftFamily, rightFamily, other, other)
        var isSwapped = false
        if max(first.level, second.level) >= 3 {
            let crossed = agreement(leftGiven, rightFamily, field, other)
            let back = agreement(leftFamily, rightGiven, other, field)
            // A name that is missing is worth as much as one that agrees in part.
            let straight = min(first.level, 5) + min(second.level, 5)
            let exchanged = min(crossed.level, 5) + min(back.level, 5)
            let agrees = min(crossed.level, back.level) < 3
            if agrees, exchanged + 1 < straight {
                (first, second, isSwapped) = (crossed, back, true)
            }
        }
        set(place, first, &comparison)
        set(partner.family, second, &comparison)
        if min(first.level, second.level) < 3 {
            comparison.pattern[partner.order] = isSwapped ? 1 : 0
        }
    }

    /// Aligns two lists of names, each name of the shorter with its best counterpart.
    private func agreement(
        _ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>, _ leftField: Int, _ rightField: Int
    ) -> Found {
        guard !left.isEmpty, !right.isEmpty else { return Found() }
        if left.count == 1, right.count == 1 {
            return pair(left[left.startIndex], right[right.startIndex], leftField, rightField)
        }
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        var used: UInt8 = 0
        var matched = 0
        var result = Found(level: 0)
        var best = Self.differs
        for name in short {
            var found = Found(level: Self.differs)
            var at = 0
            for (place, other) in long.enumerated() where used & 1 << UInt8(place) == 0 {
                let pair = pair(name, other, leftField, rightField)
                if pair.level < found.level { (found, at) = (pair, place) }
            }
            best = min(best, found.level)
            guard found.level < 3 else { continue }
            used |= 1 << UInt8(at)
            matched += 1
            result.level = max(result.level, found.level)
            result.rarity += found.rarity
        }
        guard matched > 0 else { return Found(level: best) }
        if matched < short.count {
            result.level = 3
        } else if short.count < long.count {
            result.level = max(result.level, 2)
        }
        result.rarity = min(result.rarity, Float(configuration.rarityMax))
        return result
    }

    private func pair(
        _ left: UInt32, _ right: UInt32, _ leftField: Int, _ rightField: Int
    ) -> Found {
        let (first, second) = (table.names.bytes[Int(left)], table.names.bytes[Int(right)])
        let shorter = min(first.count, second.count)
        // A letter agrees in part with every name that it begins, itself included.
        if shorter <= 1 { return Found(level: first[0] == second[0] ? 3 : Self.differs) }
        if left == right {
            let rarity = min(rarities[leftField][Int(left)], rarities[rightField][Int(left)])
            return Found(level: 0, rarity: rarity)
        }
        let sound = table.names.sounds[Int(left)]
        let otherSound = table.names.sounds[Int(right)]
        let rarity = min(
            soundRarities[leftField][Int(sound)], soundRarities[rightField][Int(otherSound)])
        if sound == otherSound { return Found(level: 1, rarity: rarity) }
        if shorter >= 4, Slips.isOne(first, second) { return Found(level: 2, rarity: rarity) }
        let similarity = JaroWinkler.similarity(first, second)
        if shorter >= 4, similarity >= configuration.closeMin {
            return Found(level: 2, rarity: rarity)
        }
        let isPart = shorter >= 3 && (first.starts(with: second) || second.starts(with: first))
        return Found(
            level: isPart || similarity >= configuration.partialMin ? 3 : Self.differs,
            rarity: rarity)
    }
}

// MARK: Dates and other values

extension RecordComparer {
    private func set(
        _ left: Birth, _ right: Birth, _ place: Int, _ field: Int, _ comparison: inout Comparison
    ) {
        guard left.isKnown, right.isKnown else { return }
        let apart = abs(Int(left.year) - Int(right.year))
        if left.hasDay, right.hasDay {
            set(place, Found(level: Self.dayLevel(left, right, apart: apart)), &comparison)
            return
        }
        let isGuessed = left.isGuessed || right.isGuessed
        let tolerance = isGuessed ? configuration.guessTolerance : configuration.yearTolerance
        let level = apart == 0 ? 0 : apart == 1 ? 1 : apart <= tolerance ? 2 : 3
        let rarity = min(rarities[field][Int(left.year)], rarities[field][Int(right.year)])
        set(place + 1, Found(level: level, rarity: rarity), &comparison)
    }

    private static func dayLevel(_ left: Birth, _ right: Birth, apart: Int) -> Int {
        if left == right { return 0 }
        let slips = Slips.inDigits(left.digits, right.digits)
        let isTurned = left.year == right.year && left.month == right.day && left.day == right.month
        if slips.isOne || isTurned { return 1 }
        let same =
            (left.year == right.year ? 1 : 0) + (left.month == right.month ? 1 : 0)
            + (left.day == right.day ? 1 : 0)
        if same == 2 { return 2 }
        let months = abs(
            (Int(left.year) - Int(right.year)) * 12 + Int(left.month) - Int(right.month))
        if slips.differing == 2 || months <= 1 { return 3 }
        return apart <= 1 ? 4 : 5
    }

    private func agreement(
        _ list: ValueList, _ left: Int, _ right: Int, _ spellings: Spellings, _ part: ComparisonPart
    ) -> Found {
        var best = Found()
        for first in list.range(left) {
            for second in list.range(right) {
                let found = pair(list[first], list[second], spellings, part)
                if found.level < best.level { best = found }
            }
        }
        return best
    }

    private func pair(
        _ left: UInt32, _ right: UInt32, _ spellings: Spellings, _ part: ComparisonPart
    ) -> Found {
        if left == right { return Found(level: 0, rarity: rarities[part.field][Int(left)]) }
        let worst = part.levelCount - 1
        let (first, second) = (spellings.bytes[Int(left)], spellings.bytes[Int(right)])
        let rarity = min(rarities[part.field][Int(left)], rarities[part.field][Int(right)])
        switch part.kind {
        case .document:
            guard min(first.count, second.count) >= 5 else { return Found(level: worst) }
            if Slips.isOne(first, second) { return Found(level: 1) }
            // Two slips in a long one: numbers of one series resemble each other, words do not.
            let isNear = JaroWinkler.similarity(first, second) >= configuration.closeMin
            return Found(level: isNear ? 2 : worst)
        case .place:
            let sound = spellings.sounds[Int(left)]
            let otherSound = spellings.sounds[Int(right)]
            let soundRarity = min(
                soundRarities[part.field][Int(sound)], soundRarities[part.field][Int(otherSound)])
            if sound == otherSound { return Found(level: 1, rarity: soundRarity) }
            let isNear =
                min(first.count, second.count) >= 4
                && (Slips.isOne(first, second)
                    || JaroWinkler.similarity(first, second) >= configuration.closeMin)
            return Found(level: isNear ? 2 : worst, rarity: soundRarity)
        case .text:
            let similarity = LetterPairs.similarity(
                spellings.pairs[Int(left)], spellings.pairs[Int(right)])
            if similarity >= configuration.textCloseMin { return Found(level: 1, rarity: rarity) }
            return Found(level: similarity >= configuration.textPartialMin ? 2 : worst)
        case .phone, .code:
            return Found(level: Slips.isOne(first, second) ? 1 : worst)
        default: return Found(level: worst)
        }
    }
}

// MARK: Rarity

extension RecordComparer {
    /// Bits by which values are rare: the share of the other records that hold them.
    private static func rarities(
        _ column: LinkageTable.Column, _ table: LinkageTable, _ configuration: LinkageConfiguration
    ) -> (values: [Float], sounds: [Float]) {
        func bits(_ holders: [UInt32]) -> [Float] {
            let total = Double(max(2, table.count))
            let most = Float(configuration.rarityMax)
            return holders.map { min(most, Float(log2(total / Double(max(1, Int($0) - 1))))) }
        }
        func bySound(_ list: ValueList, _ spellings: Spellings) -> (
            values: [Float], sounds: [Float]
        ) {
            let holders = list.holders(count: spellings.count)
            guard !spellings.sounds.isEmpty else { return (bits(holders), []) }
            var sounds = [UInt32](repeating: 0, count: spellings.soundCount)
            for (id, sound) in spellings.sounds.enumerated() { sounds[Int(sound)] += holders[id] }
            return (bits(holders), bits(sounds))
        }
        switch column {
        case .names(let list): return bySound(list, table.names)
        case .values(let list, let spellings): return bySound(list, spellings)
        case .births(let births):
            var years = [UInt32](repeating: 0, count: 10_000)
            for birth in births { years[Int(birth.year)] += 1 }
            return (bits(years), [])
        }
    }
}
