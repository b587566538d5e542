import Glibc

/// How two lists of names stand to each other, before a field's bounds are applied.
struct NameAgreement {
    /// The weakest level among the names that agree; `differs` when none does.
    var level: FieldEvidence.Level = .differs
    /// Bits of the agreeing names, with the deductions for the others.
    var weight = 0.0
    /// Names that agree.
    var matched = 0
    /// Names that face another name and differ from it.
    var conflicts = 0
    /// Names that face nothing.
    var extra = 0

    var isAgreement: Bool { matched > 0 }
}

extension PairComparer {
    /// The uses of a name whose frequencies count.
    struct Roles {
        let first: NameTable.Role
        let second: NameTable.Role

        static let given = Roles(first: .given, second: .given)
        static let family = Roles(first: .family, second: .family)
        static let parent = Roles(first: .parent, second: .parent)
        static let place = Roles(first: .place, second: .place)
        static let givenOrFamily = Roles(first: .given, second: .family)
    }

    /// Aligns two lists of names, each with its best counterpart, whatever the order.
    mutating func agreement(
        _ left: SmallIDs, _ right: SmallIDs, as roles: Roles, in index: CandidateIndex
    ) -> NameAgreement {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        var result = NameAgreement()
        var used: UInt8 = 0
        var weakest = 0
        for position in 0..<short.count {
            var best: (rank: Int, place: Int) = (.max, 0)
            for place in 0..<long.count where used & (1 << UInt8(place)) == 0 {
                let rank = rank(short[position], long[place], in: index)
                if rank < best.rank { best = (rank, place) }
            }
            guard best.rank < Self.levels.count else { continue }
            used |= 1 << UInt8(best.place)
            weakest = max(weakest, best.rank)
            result.matched += 1
            result.weight +=
                rarity(short[position], long[best.place], as: roles, in: index)
                * share(ofRank: best.rank)
        }
        result.conflicts = short.count - result.matched
        result.extra = long.count - short.count
        guard result.isAgreement else { return result }
        result.weight += Double(result.conflicts) * weights.nameConflict
        result.weight += Double(result.extra) * weights.nameExtra
        result.level =
            result.conflicts + result.extra > 0 ? .partial : Self.levels[weakest]
        return result
    }

    /// Bits by which a name is rare: the commonest of its counts, for a rare spelling of a common
    /// name is no rare name, nor a family name rare because it stands in the wrong column.
    func rarity(
        _ left: UInt32, _ right: UInt32, as roles: Roles, in index: CandidateIndex
    ) -> Double {
        let people = max(
            people(bearing: left, as: roles, in: index),
            left == right ? 0 : people(bearing: right, as: roles, in: index))
        let bits = rarity(people: people, of: index.count)
        return index.names[left].spelling.count > 1 ? bits : min(bits, weights.initialMax)
    }

    private func people(
        bearing name: UInt32, as roles: Roles, in index: CandidateIndex
    ) -> Int {
        let sound = index.names.sound(of: name)
        return max(
            index.names.people(bearing: sound, as: roles.first),
            index.names.people(bearing: sound, as: roles.second))
    }

    /// Bits of a share of people, smoothed while the index is small.
    func rarity(people: Int, of total: Int) -> Double {
        let share =
            (Double(people) + weights.assumedPeople * weights.assumedShare)
            / (Double(total) + weights.assumedPeople)
        return max(0, -log2(min(1, share)))
    }

    private static let levels: [FieldEvidence.Level] = [.exact, .soundsAlike, .variant, .close]

    /// The level of two names as a position in `levels`; the number of levels when they differ.
    private mutating func rank(
        _ left: UInt32, _ right: UInt32, in index: CandidateIndex
    ) -> Int {
        if left == right { return 0 }
        if index.names.sound(of: left) == index.names.sound(of: right) {
            return index.names[left].key == index.names[right].key ? 1 : 2
        }
        // The first sound is seldom mistaken, and most names end their comparison here.
        guard index.names[left].initial == index.names[right].initial else {
            return Self.levels.count
        }
        let isClose = cache.areClose(
            index.names[left], index.names[right], similarityMin: weights.closeSimilarityMin)
        return isClose ? 3 : Self.levels.count
    }

    private func share(ofRank rank: Int) -> Double {
        switch rank {
        case 0: 1
        case 1: weights.soundsAlikeShare
        case 2: weights.variantShare
        default: weights.closeShare
        }
    }
}
