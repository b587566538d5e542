import Linkage

/// The pairs of one true person: the unit that intervals resample, for pairs of one person stand and fall together.
struct PersonScore {
    var right = 0.0
    /// A wrong pair counts half for each of its people.
    var wrong = 0.0
    var missed = 0.0

    /// The scores of all people, by clusters.
    static func all(clusters: [Int], truth: [String?]) -> [PersonScore] {
        let people = People(truth)
        var members: [Int: [Int: Double]] = [:]
        for (cluster, number) in zip(clusters, people.ofRecord) {
            if let number { members[cluster, default: [:]][number, default: 0] += 1 }
        }
        var scores = people.sizes.map { PersonScore(missed: $0 * ($0 - 1) / 2) }
        for people in members.values {
            let total = people.values.reduce(0, +)
            for (person, count) in people {
                scores[person].right += count * (count - 1) / 2
                scores[person].missed -= count * (count - 1) / 2
                scores[person].wrong += count * (total - count) / 2
            }
        }
        return scores
    }

    /// The scores of all people, by pairs that were taken for one each by itself.
    static func all(pairs: some Sequence<ScoredPair>, truth: [String?]) -> [PersonScore] {
        let people = People(truth)
        var scores = people.sizes.map { PersonScore(missed: $0 * ($0 - 1) / 2) }
        for pair in pairs {
            guard let left = people.ofRecord[pair.left], let right = people.ofRecord[pair.right]
            else { continue }
            if left == right {
                scores[left].right += 1
                scores[left].missed -= 1
            } else {
                scores[left].wrong += 0.5
                scores[right].wrong += 0.5
            }
        }
        return scores
    }

    static func + (left: PersonScore, right: PersonScore) -> PersonScore {
        PersonScore(
            right: left.right + right.right, wrong: left.wrong + right.wrong,
            missed: left.missed + right.missed)
    }

    var precision: Double { Self.ratio(right, right + wrong) }
    var recall: Double { Self.ratio(right, right + missed) }
    var f1: Double { Self.ratio(2 * right, 2 * right + wrong + missed) }

    private static func ratio(_ part: Double, _ whole: Double) -> Double {
        whole == 0 ? 1 : part / whole
    }
}

/// The people of a list by number, from 0.
struct People {
    /// The person of each record; nil where it is not known.
    private(set) var ofRecord: [Int?] = []
    /// Records of each person.
    private(set) var sizes: [Double] = []

    init(_ truth: [String?]) {
        var numbers: [String: Int] = [:]
        for name in truth {
            let number = name.map { name in
                let number = numbers[name] ?? sizes.count
                if number == sizes.count {
                    numbers[name] = number
                    sizes.append(0)
                }
                sizes[number] += 1
                return number
            }
            ofRecord.append(number)
        }
    }
}
