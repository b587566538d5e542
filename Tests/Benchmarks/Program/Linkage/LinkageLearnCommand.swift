import ArgumentParser
import Foundation
import Linkage
import LinkageSample
import SampleData

/// `jatigi-benchmark linkage-learn`: what a region's model gains from decisions, by how the decided pairs are chosen.
///
/// A model is learnt as `jatigi model learn` learns it, in one invented region, and judged in another of the same kind, which
/// taught it nothing. The decided pairs are out of the queue: those that `jatigi pairs --order doubt` shows first, and as
/// many drawn at random.
struct LinkageLearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linkage-learn",
        abstract: "Learn models from decisions in invented regions, and judge them in others.")

    @Option(name: .long, help: "Registrations of a region, at least.")
    var registrations = 5_000

    @Option(name: .long, help: "Regions to learn in, each with another to judge in.")
    var seeds = 5

    @Option(name: .long, parsing: .upToNextOption, help: "Times the chance of all that goes wrong.")
    var hardness = [LinkageSample.standardHardness, 0.8]

    @Option(name: .long, parsing: .upToNextOption, help: "Numbers of decisions to learn from.")
    var decisions = [50, 200, 800]

    func run() throws {
        print(
            "| hardness | model | F1 | over the shipped one | over as many at random | log loss |")
        print("|---|---|---|---|---|---|")
        for hardness in hardness {
            var runs: [(name: String, rival: String?, scores: [LearningRegion.Score])] = []
            for seed in 1...UInt64(max(1, seeds)) {
                for (place, run) in try learn(seed, hardness).enumerated() {
                    if place == runs.count { runs.append((run.name, run.rival, [])) }
                    runs[place].scores.append(run.score)
                }
            }
            func gain(_ scores: [LearningRegion.Score], over name: String) -> String {
                let others = runs.first { $0.name == name }?.scores ?? []
                return Estimate(seeds: zip(scores, others).map { $0.f1 - $1.f1 }).text
            }
            for (name, rival, scores) in runs {
                let f1 = Estimate(seeds: scores.map(\.f1)).text
                let loss = scores.map(\.logLoss).reduce(0, +) / Double(scores.count)
                print(
                    "| \(hardness) | \(name) | \(f1) | \(gain(scores, over: Self.shipped)) "
                        + "| \(rival.map { gain(scores, over: $0) } ?? "") "
                        + "| \(String(format: "%.2f", loss)) bits |")
            }
        }
    }

    private static let shipped = "shipped"

    /// The scores of each model, always in the same order; of one that may be compared with another, its name.
    private func learn(
        _ seed: UInt64, _ hardness: Double
    ) throws -> [(name: String, rival: String?, score: LearningRegion.Score)] {
        var region = try LearningRegion(seed, registrations: registrations, hardness: hardness)
        var other = try LearningRegion(
            seed &+ 1_000, registrations: registrations, hardness: hardness)
        let queue = region.findings(least: LearningRegion.shownMin)
        let doubt = queue.sorted { abs($0.bits) < abs($1.bits) }
        var random = RandomSource(seed: seed)
        var drawn = queue
        for place in drawn.indices.dropLast() {
            drawn.swapAt(place, place + random.below(drawn.count - place))
        }
        var scores: [(String, String?, LearningRegion.Score)] = [
            (Self.shipped, nil, other.score(by: .standard)),
            ("no decisions", nil, other.score(by: region.learn(from: []))),
        ]
        for count in decisions {
            guard count <= queue.count else {
                throw ValidationError("\(count) decisions: the queue has \(queue.count) pairs")
            }
            let random = "\(count) at random"
            scores.append((random, nil, other.score(by: region.learn(from: drawn.prefix(count)))))
            scores.append(
                (
                    "\(count) by doubt", random,
                    other.score(by: region.learn(from: doubt.prefix(count)))
                ))
        }
        return scores
    }
}

/// An invented region whose truth is known.
struct LearningRegion {
    /// How right the scores of a model are.
    struct Score {
        /// Of pairs, at the probability 0.5.
        let f1: Double
        /// Sum of -log2 of the probability that was given to the truth, a pair that there is.
        let logLoss: Double
    }

    /// Probability from which a pair is shown to reviewers.
    static let shownMin = 0.2
    /// Probability from which a pair counts as found.
    private static let foundMin = 0.001
    /// What is less likely counts as that, so that one pair cannot outweigh all.
    private static let probabilityMin = 1e-6
    private static let threshold = 0.5
    private static let householdsDrawnMax = 3_000
    private static let strangersMax = 50_000

    private var index: LinkageIndex
    private let fields: [LinkageField]
    private var people: [Int] = []
    private var forms: [String] = []

    init(_ seed: UInt64, registrations: Int, hardness: Double) throws {
        let mapping = try LinkageMapping(lines: Registration.mapping)
        fields = mapping.fields
        index = try LinkageIndex(
            headers: Registration.headers, mapping: mapping,
            model: LinkageModel(.standard, fields: fields))
        for form in LinkageSample(
            seed: seed, registrations: registrations, hardness: hardness)
        {
            for row in form {
                index.insert(Self.id(people.count), row.cells)
                people.append(row.person)
                forms.append(row.form)
            }
        }
    }

    /// Pairs as screening all households finds them, each once.
    mutating func findings(
        by parameters: LinkageParameters = .standard, least: Double
    ) -> [LinkageFinding] {
        index.model = LinkageModel(parameters, fields: fields)
        return index.households(of: people.indices.map(Self.id), seed: 0).flatMap {
            index.screen(index.household(of: $0), least: least)
        }.filter { Self.number($0.person) > Self.number($0.other) }
    }

    /// Learns as `jatigi model learn` does, from decisions that are all right.
    mutating func learn(from decided: some Sequence<LinkageFinding>) -> LinkageParameters {
        index.model = LinkageModel(.standard, fields: fields)
        var decisions: PairDecisions = [:]
        for pair in decided {
            decisions[pair.person, default: [:]][pair.other] = isTrue(pair)
            decisions[pair.other, default: [:]][pair.person] = isTrue(pair)
        }
        let households = index.households(
            of: decisions.keys.sorted { $0.lexicographicallyPrecedes($1) }, seed: 1)
        let (drawn, outOf) = index.drawHouseholds(
            Self.householdsDrawnMax, besides: decisions.keys, seed: 1)
        var sample = LearningSample(
            people: index.count, householdsDecided: households.count, householdsToDraw: outOf)
        for (some, isDrawn) in [(households, false), (drawn, true)] {
            for person in some {
                index.observeHousehold(
                    of: person, decisions: decisions, isDrawn: isDrawn, into: &sample)
            }
        }
        index.observeStrangers(Self.strangersMax, seed: 1, into: &sample)
        return ModelLearning.learn(from: sample, fields: fields)
    }

    mutating func score(by parameters: LinkageParameters) -> Score {
        let findings = findings(by: parameters, least: Self.foundMin)
        var (right, wrong, found, loss) = (0, 0, 0, 0.0)
        for finding in findings {
            let isTrue = isTrue(finding)
            if isTrue { found += 1 }
            let probability = isTrue ? finding.probability : 1 - finding.probability
            loss -= log2(max(Self.probabilityMin, probability))
            guard finding.probability >= Self.threshold else { continue }
            if isTrue { right += 1 } else { wrong += 1 }
        }
        let truePairs = truePairs
        loss -= Double(truePairs - found) * log2(Self.foundMin)
        return Score(
            f1: 2 * Double(right) / Double(right + wrong + truePairs),
            logLoss: loss / Double(max(1, truePairs)))
    }

    /// Pairs of records of one person on different forms.
    private var truePairs: Int {
        Dictionary(grouping: people.indices) { people[$0] }.values.reduce(0) { sum, records in
            records.reduce(sum) { sum, record in
                sum + records.count { $0 < record && forms[$0] != forms[record] }
            }
        }
    }

    private func isTrue(_ finding: LinkageFinding) -> Bool {
        people[Self.number(finding.person)] == people[Self.number(finding.other)]
    }

    private static func id(_ record: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt64(record).bigEndian) { Array($0) + Array($0) }
    }

    private static func number(_ id: [UInt8]) -> Int {
        id.prefix(8).reduce(0) { $0 << 8 | Int($1) }
    }
}
