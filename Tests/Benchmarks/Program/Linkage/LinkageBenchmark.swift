import Foundation
import Linkage

/// Measures lists of one kind.
struct LinkageBenchmark {
    private static let calibrationPairsMin = 200
    /// Records up to which the engine is also measured without each of its parts, Splink with all its settings, and Splink
    /// with all seeds: beyond, a run of Splink takes some minutes and gigabytes.
    private static let thoroughMax = 200_000

    /// Splink, where it is wanted.
    let splink: SplinkRun?

    /// The figures of one list, with a bootstrap over its people, or of several seeds.
    func row(_ lists: [LinkageList]) async throws -> LinkageReport.Row {
        var outcomes: [LinkProgram.Outcome] = []
        var scores: [[PersonScore]] = []
        var pairs: [[PersonScore]] = []
        var ablation: [String: [[PersonScore]]] = [:]
        var doubtful: [[Doubtful]] = []
        var beside: [SplinkRun.Settings: [SplinkRun.Outcome]] = [:]
        for list in lists {
            let outcome = try await LinkProgram.link(list)
            let truth = try list.read(mapping: list.mapping).truth
            outcomes.append(outcome)
            scores.append(PersonScore.all(clusters: outcome.clusters, truth: truth))
            let isThorough = truth.count <= Self.thoroughMax
            for part in LinkageAblation.all where isThorough {
                let result = try await part.link(list).result
                ablation[part.name, default: []]
                    .append(PersonScore.all(clusters: result.clusters, truth: truth))
                guard part.name == LinkageAblation.complete.name else { continue }
                let found = result.candidates.lazy.filter { $0.probability >= result.threshold }
                pairs.append(PersonScore.all(pairs: found, truth: truth))
                doubtful.append(Self.doubtful(result, truth))
            }
            for settings in SplinkRun.Settings.allCases
            where isThorough || settings == .tuned && outcomes.count == 1 {
                guard let splink else { continue }
                beside[settings, default: []].append(try await splink.link(list, settings))
            }
        }
        let figures = Estimate.scores(scores)
        let evaluations = outcomes.map(\.report.evaluation)
        let reliability = Self.pooled(evaluations.map(\.reliability))
        return LinkageReport.Row(
            name: lists[0].name, records: Int(outcomes.map { Double($0.report.records) }.mean),
            seeds: lists.count,
            precision: figures.precision, recall: figures.recall, f1: figures.f1,
            blockingRecall: lists.count == 1
                ? Estimate(share: evaluations[0].blockingRecall, of: evaluations[0].truePairs)
                : Estimate(seeds: evaluations.map(\.blockingRecall)),
            pairsF1: pairs.isEmpty
                ? Estimate(seeds: evaluations.map(\.pairs.f1)) : Estimate.scores(pairs).f1,
            reliability: reliability,
            calibrationError: reliability.isEmpty
                ? nil : Self.calibrationError(evaluations.map(\.reliability), doubtful),
            seconds: outcomes.map(\.seconds).mean,
            megabytes: outcomes.map { Double($0.bytes) / 1e6 }.max() ?? 0,
            ablation: ablation.mapValues { Estimate.scores($0).f1 },
            splink: Dictionary(
                uniqueKeysWithValues: beside.map { ($0.rawValue, Self.splink($1)) }))
    }

    /// Pairs in doubt that one person has; a pair of two people is the first one's.
    private typealias Doubtful = [(said: Double, isTrue: Bool)]

    private static func doubtful(_ result: LinkageResult, _ truth: [String?]) -> [Doubtful] {
        let people = People(truth)
        var doubtful = people.sizes.map { _ in Doubtful() }
        for pair in result.candidates where Reliability.doubtful.contains(pair.probability) {
            guard let left = people.ofRecord[pair.left], let right = people.ofRecord[pair.right]
            else { continue }
            doubtful[left].append((pair.probability, left == right))
        }
        return doubtful
    }

    /// The error over all seeds together, or of one list by a bootstrap over its people.
    private static func calibrationError(
        _ seeds: [[LinkageReport.Bin]], _ doubtful: [[Doubtful]]
    ) -> Estimate {
        if let people = doubtful.first, seeds.count == 1 {
            return Estimate.spread(of: people) {
                Reliability($0.joined()).calibrationError ?? 0
            }
        }
        func error(_ seeds: [[LinkageReport.Bin]]) -> Double {
            let bins = joined(seeds)
            let error = bins.reduce(0) { $0 + abs($1.said - $1.observed) * Double($1.pairs) }
            return error / Double(bins.reduce(0) { $0 + $1.pairs })
        }
        let withoutEach = seeds.indices.map { left in
            error(seeds.indices.filter { $0 != left }.map { seeds[$0] })
        }
        return Estimate(error(seeds), withoutEach: seeds.count == 1 ? [] : withoutEach)
    }

    /// The bins of all seeds as one, from the least probable to the most: a bin of one small list has too few pairs to judge by.
    /// None where there are few pairs in all.
    private static func pooled(_ seeds: [[LinkageReport.Bin]]) -> [LinkageReport.Bin] {
        let pairs = seeds.joined().reduce(0) { $0 + $1.pairs }
        return pairs >= calibrationPairsMin ? joined(seeds) : []
    }

    private static func joined(_ seeds: [[LinkageReport.Bin]]) -> [LinkageReport.Bin] {
        (0..<(seeds.map(\.count).max() ?? 0)).map { place in
            seeds.filter { place < $0.count }.map { $0[place] }.reduce(.init(), +)
        }
    }

    private static func splink(_ outcomes: [SplinkRun.Outcome]) -> LinkageReport.Splink {
        LinkageReport.Splink(
            best: Estimate(seeds: outcomes.map(\.best.f1)),
            sure: Estimate(seeds: outcomes.map(\.sure.f1)),
            seconds: outcomes.map(\.seconds).mean,
            megabytes: outcomes.map { Double($0.bytes) / 1e6 }.max() ?? 0, seeds: outcomes.count)
    }
}
