internal import Matching

/// Compares pairs of records of an open table. Valid while the table is open.
struct PairComparer {
    /// The family names that belong to given names, and the places of their parts.
    struct Partner: Sendable {
        let order: Int
        let family: Int
        let familyField: Int
    }

    let rows: UnsafeRows
    let fields: UnsafeBufferPointer<UnsafeSpellings>
    let parts: UnsafeBufferPointer<ComparisonPart>
    let rarityShares: UnsafeBufferPointer<Float>
    let frequencies: UnsafeFrequencies
    let partners: UnsafeBufferPointer<Partner?>
    let configuration: LinkageConfiguration
    private(set) var caches: LevelCaches
    /// Bits of rarity that each part of the last comparison counted.
    private(set) var rarityOfPart = InlineArray<21, Float>(repeating: 0)

    init(
        rows: UnsafeRows, fields: UnsafeBufferPointer<UnsafeSpellings>,
        parts: UnsafeBufferPointer<ComparisonPart>,
        rarityShares: UnsafeBufferPointer<Float>, frequencies: UnsafeFrequencies,
        partners: UnsafeBufferPointer<Partner?>, configuration: LinkageConfiguration,
        caches: consuming LevelCaches
    ) {
        self.rows = rows
        self.fields = fields
        self.parts = parts
        self.rarityShares = rarityShares
        self.frequencies = frequencies
        self.partners = partners
        self.configuration = configuration
        self.caches = caches
    }

    /// Compares two records in the order of their numbers: names are aligned from the left, so that the order may count.
    mutating func compareInOrder(_ first: Int, _ second: Int) -> Comparison {
        compare(min(first, second), max(first, second))
    }

    mutating func compare(_ left: Int, _ right: Int) -> Comparison {
        var comparison = Comparison()
        let (first, second) = (rows[left], rows[right])
        var done: UInt32 = 0
        for place in parts.indices where done & 1 << UInt32(place) == 0 {
            let field = parts[place].field
            switch parts[place].kind {
            case .household, .nameOrder, .birthYear: continue
            case .birthDay:
                set(first.birth(field), second.birth(field), place, field, &comparison)
            case .given, .family, .name:
                if let partner = partners[place] {
                    done |= 1 << UInt32(partner.family)
                    compareNames(first, second, place, partner, &comparison)
                } else {
                    let found = agreement(
                        first.values(field), second.values(field), field, field)
                    set(place, found, &comparison)
                }
            case .sex, .phone, .document, .place, .position, .text, .code:
                set(place, agreement(first, second, parts[place]), &comparison)
            }
        }
        return comparison
    }

    /// A level and the rarity of what agrees.
    private struct Found {
        var level = LevelPattern.missing
        var rarity: Float = 0
    }

    private mutating func set(_ place: Int, _ found: Found, _ comparison: inout Comparison) {
        comparison.pattern[place] = found.level
        rarityOfPart[place] = 0
        guard found.level < parts[place].levelCount else { return }
        let rarity = rarityShares[place * LevelPattern.levels + found.level] * found.rarity
        comparison.rarity += rarity
        comparison.rarities.set(rarity, of: parts[place].field)
        rarityOfPart[place] = rarity
        if parts[place].isShared { comparison.sharedRarity += rarity }
    }

    /// The lesser rarity of two values of a field.
    private func rarity(_ left: UInt32, _ right: UInt32, _ field: Int) -> Float {
        frequencies.rarity(
            max(frequencies.holders(left, field), frequencies.holders(right, field)), field)
    }
}

// MARK: Names

extension PairComparer {
    /// Levels of names.
    private static let partial = 3
    private static let differs = 4

    /// Given and family names together: in their usual places, or, where that agrees better, exchanged.
    private mutating func compareNames(
        _ left: UnsafeRow, _ right: UnsafeRow, _ place: Int, _ partner: Partner,
        _ comparison: inout Comparison
    ) {
        let field = parts[place].field
        let other = partner.familyField
        let leftGiven = left.values(field)
        let rightGiven = right.values(field)
        let leftFamily = left.values(other)
        let rightFamily = right.values(other)
        var first = agreement(leftGiven, rightGiven, field, field)
        var second = agreement(leftFamily, rightFamily, other, other)
        var isSwapped = false
        if max(first.level, second.level) >= 3 {
            let crossed = agreement(leftGiven, rightFamily, field, other)
            let back = agreement(leftFamily, rightGiven, other, field)
            // A name that is missing is worth as much as one that agrees in part.
            let straight = min(first.level, 5) + min(second.level, 5)
            let exchanged = min(crossed.level, 5) + min(back.level, 5)
            let agrees = min(crossed.level, back.level) < Self.partial
            let rest = max(crossed.level, back.level)
            if agrees, rest < Self.differs, exchanged + 1 < straight {
                (first, second, isSwapped) = (crossed, back, true)
            } else if agrees, rest == LevelPattern.missing, exchanged + 1 < straight {
                // One name alone in the other's place is what the fuller form says that it is.
                let isCrossed = crossed.level < Self.partial
                let isGiven = isCrossed ? !leftFamily.isEmpty : !rightFamily.isEmpty
                let alone = isCrossed ? crossed : back
                (first, second, isSwapped) =
                    isGiven ? (alone, Found(), true) : (Found(), alone, true)
            }
            // Where the other differs, a form in the other order shares one name with all of the family.
        }
        set(place, first, &comparison)
        set(partner.family, second, &comparison)
        if min(first.level, second.level) < 3 {
            let isOneExchanged = left.isExchanged != right.isExchanged
            comparison.pattern[partner.order] = isSwapped != isOneExchanged ? 1 : 0
        }
    }

    /// Aligns two lists of names, each name of the shorter with its best counterpart.
    private mutating func agreement(
        _ left: UnsafeBufferPointer<UInt32>, _ right: UnsafeBufferPointer<UInt32>,
        _ leftField: Int, _ rightField: Int
    ) -> Found {
        guard !left.isEmpty, !right.isEmpty else { return Found() }
        if left.count == 1, right.count == 1 {
            return pair(left[0], right[0], leftField, rightField)
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

    private mutating func pair(
        _ left: UInt32, _ right: UInt32, _ leftField: Int, _ rightField: Int
    ) -> Found {
        let spellings = fields[leftField]
        if left == right {
            if spellings.isLetter(left) { return Found(level: Self.partial) }
            return Found(
                level: 0,
                rarity: frequencies.rarity(
                    max(
                        frequencies.holders(left, leftField),
                        frequencies.holders(left, rightField)), leftField))
        }
        let level: Int
        if let kept = caches.names.level(left, right) {
            level = kept
        } else {
            // In one order, for what is kept must not depend on who came first.
            level = Self.nameLevel(
                min(left, right), max(left, right), spellings, configuration)
            caches.names.keep(level, left, right)
        }
        guard level < Self.differs else { return Found(level: level) }
        if level == Self.partial, spellings.isLetter(left) || spellings.isLetter(right) {
            return Found(level: level)
        }
        return Found(
            level: level, rarity: soundRarity(left, right, leftField, rightField, spellings))
    }

    /// The lesser rarity of the sounds of two values.
    private func soundRarity(
        _ left: UInt32, _ right: UInt32, _ leftField: Int, _ rightField: Int,
        _ spellings: UnsafeSpellings
    ) -> Float {
        frequencies.rarity(
            max(
                frequencies.soundHolders(spellings.sounds[Int(left)], leftField),
                frequencies.soundHolders(spellings.sounds[Int(right)], rightField)), leftField)
    }

    /// The level of two names that are not the same.
    private static func nameLevel(
        _ left: UInt32, _ right: UInt32, _ spellings: UnsafeSpellings,
        _ configuration: LinkageConfiguration
    ) -> Int {
        let (first, second) = (spellings.bytes(left), spellings.bytes(right))
        let shorter = min(first.count, second.count)
        // A letter agrees in part with every name that it begins, itself included.
        if shorter <= 1 { return first[0] == second[0] ? partial : differs }
        if spellings.sounds[Int(left)] == spellings.sounds[Int(right)] { return 1 }
        let letters = SharedLetters(first, second)
        if shorter >= 4, letters.mayBeOneSlip, Slips.isOne(first, second) { return 2 }
        let similarity =
            letters.similarityMost < configuration.partialMin
            ? 0 : JaroWinkler.similarity(first.span, second.span)
        if shorter >= 4, similarity >= configuration.closeMin { return 2 }
        if hasUnwrittenVowels(first, second) { return 2 }
        let isPart = shorter >= 3 && (first.starts(with: second) || second.starts(with: first))
        return isPart || similarity >= configuration.partialMin ? partial : differs
    }
}

// MARK: Dates and other values

extension PairComparer {
    private mutating func set(
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
        let level =
            switch apart {
            case 0...1: apart
            case ...tolerance: 2
            case ..<configuration.generationYears: 3
            default: 4
            }
        let rarity = rarity(UInt32(left.year), UInt32(right.year), field)
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

    private mutating func agreement(
        _ left: UnsafeRow, _ right: UnsafeRow, _ part: ComparisonPart
    ) -> Found {
        let spellings = fields[part.field]
        var best = Found()
        for first in left.values(part.field) {
            for second in right.values(part.field) {
                let found = pair(first, second, spellings, part)
                if found.level < best.level { best = found }
            }
        }
        return best
    }

    private mutating func pair(
        _ left: UInt32, _ right: UInt32, _ spellings: UnsafeSpellings, _ part: ComparisonPart
    ) -> Found {
        if left == right { return Found(level: 0, rarity: rarity(left, right, part.field)) }
        let worst = part.levelCount - 1
        let (first, second) = (spellings.bytes(left), spellings.bytes(right))
        switch part.kind {
        case .document:
            guard min(first.count, second.count) >= 5 else { return Found(level: worst) }
            if Slips.isOne(first, second) { return Found(level: 1) }
            // Two slips in a long one: numbers of one series resemble each other, words do not.
            let isNear = JaroWinkler.similarity(first.span, second.span) >= configuration.closeMin
            return Found(level: isNear ? 2 : worst)
        case .place:
            // Numbers of places are below 2^24, one for each of 4 million records at most.
            let tag = UInt32(part.field) << 24
            let level: Int
            if let kept = caches.values.level(tag | left, tag | right) {
                level = kept
            } else {
                level = Self.placeLevel(
                    min(left, right), max(left, right), spellings, configuration)
                caches.values.keep(level, tag | left, tag | right)
            }
            guard level < worst else { return Found(level: level) }
            return Found(
                level: level,
                rarity: soundRarity(left, right, part.field, part.field, spellings))
        case .position:
            let apart = Position(first).kilometres(to: Position(second))
            return Found(
                level: configuration.kilometres.firstIndex { apart <= $0 } ?? worst)
        case .text:
            let similarity = LetterPairs.similarity(
                spellings.letterPairs(left), spellings.letterPairs(right))
            if similarity >= configuration.textCloseMin {
                return Found(level: 1, rarity: rarity(left, right, part.field))
            }
            return Found(level: similarity >= configuration.textPartialMin ? 2 : worst)
        case .phone, .code: return Found(level: Slips.isOne(first, second) ? 1 : worst)
        default: return Found(level: worst)
        }
    }

    /// The level of two places that are not the same.
    private static func placeLevel(
        _ left: UInt32, _ right: UInt32, _ spellings: UnsafeSpellings,
        _ configuration: LinkageConfiguration
    ) -> Int {
        let (first, second) = (spellings.bytes(left), spellings.bytes(right))
        if let codes = PlaceCode.relation(first, second) {
            return codes == .differ ? 3 : LevelPattern.missing
        }
        if spellings.sounds[Int(left)] == spellings.sounds[Int(right)] { return 1 }
        let isNear =
            min(first.count, second.count) >= 4
            && (Slips.isOne(first, second)
                || JaroWinkler.similarity(first.span, second.span) >= configuration.closeMin)
        return isNear || hasUnwrittenVowels(first, second) ? 2 : 3
    }

    /// Whether vowels that a script leaves out are all that is between two spellings.
    private static func hasUnwrittenVowels(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        (UnwrittenVowels.areIn(first.span) || UnwrittenVowels.areIn(second.span))
            && UnwrittenVowels.mayBeOne(Array(first), Array(second))
    }
}
