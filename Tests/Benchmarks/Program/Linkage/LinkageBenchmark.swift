import Foundation

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
        var ablation: [String: [Double]] = [:]
        var beside: [SplinkRun.Settings: [SplinkRun.Outcome]] = [:]
        for list in lists {
            let outcome = try await LinkProgram.link(list)
            let truth = try list.read(mapping: list.mapping).truth
            outcomes.append(outcome)
            scores.append(PersonScore.all(clusters: outcome.clusters, truth: truth))
            let isThorough = truth.count <= Self.thoroughMax
            for part in LinkageAblation.all where isThorough {
                ablation[part.name, default: []].append(try await part.f1(of: list))
            }
            for settings in SplinkRun.Settings.allCases
            where isThorough || settings == .tuned && outcomes.count == 1 {
                guard let splink else { continue }
                beside[settings, default: []].append(try await splink.link(list, settings))
            }
        }
        let sums = scores.map { $0.reduce(PersonScore(), +) }
        let figures =
            lists.count == 1
            ? Estimate.bootstrap(scores[0])
            : (
                precision: Estimate(seeds: sums.map(\.precision)),
                recall: Estimate(seeds: sums.map(\.recall)), f1: Estimate(seeds: sums.map(\.f1))
            )
        return LinkageReport.Row(
            name: lists[0].name, records: Int(outcomes.map { Double($0.report.records) }.mean),
            seeds: lists.count,
            precision: figures.precision, recall: figures.recall, f1: figures.f1,
            blockingRecall: outcomes.map(\.report.evaluation.blockingRecall).mean,
            pairsF1: outcomes.map(\.report.evaluation.pairs.f1).mean,
            reliability: Self.pooled(outcomes.map(\.report.evaluation.reliability)),
            seconds: outcomes.map(\.seconds).mean,
            megabytes: outcomes.map { Double($0.bytes) / 1e6 }.max() ?? 0,
            ablation: ablation.mapValues(\.mean),
            splink: Dictionary(
                uniqueKeysWithValues: beside.map { ($0.rawValue, Self.splink($1)) }))
    }

    /// The bins of all seeds as one, from the least probable to the most: a bin of one small list has too few pairs to judge by.
    /// None where there are few pairs in all.
    private static func pooled(_ seeds: [[LinkageReport.Bin]]) -> [LinkageReport.Bin] {
        let pairs = seeds.joined().reduce(0) { $0 + $1.pairs }
        guard pairs >= calibrationPairsMin else { return [] }
        return (0..<(seeds.map(\.count).max() ?? 0)).map { place in
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
