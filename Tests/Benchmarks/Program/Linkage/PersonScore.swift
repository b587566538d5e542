/// The pairs of one true person: the unit that intervals resample, for pairs of one person stand and fall together.
struct PersonScore {
    var right = 0.0
    /// A wrong pair counts half for each of its people.
    var wrong = 0.0
    var missed = 0.0

    /// The scores of all people.
    static func all(clusters: [Int], truth: [String?]) -> [PersonScore] {
        var numbers: [String: Int] = [:]
        var sizes: [Double] = []
        var members: [Int: [Int: Double]] = [:]
        for (cluster, name) in zip(clusters, truth) {
            guard let name else { continue }
            let number = numbers[name] ?? sizes.count
            if number == sizes.count {
                numbers[name] = number
                sizes.append(0)
            }
            sizes[number] += 1
            members[cluster, default: [:]][number, default: 0] += 1
        }
        var scores = sizes.map { PersonScore(missed: $0 * ($0 - 1) / 2) }
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
