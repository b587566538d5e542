import Foundation

/// Measures lists of one kind.
struct LinkageBenchmark {
    private static let calibrationPairsMin = 200

    /// Splink, where it is wanted.
    let splink: SplinkRun?

    /// The figures of one list, with a bootstrap over its people, or of several seeds.
    func row(_ lists: [LinkageList]) async throws -> LinkageReport.Row {
        var outcomes: [LinkProgram.Outcome] = []
        var scores: [[PersonScore]] = []
        var ablation: [String: [Double]] = [:]
        var pairs: [Double] = []
        var beside: [SplinkRun.Settings: [SplinkRun.Outcome]] = [:]
        for list in lists {
            let outcome = try await LinkProgram.link(list)
            let truth = try list.read(mapping: list.mapping).truth
            outcomes.append(outcome)
            scores.append(PersonScore.all(clusters: outcome.clusters, truth: truth))
            for part in LinkageAblation.all {
                let f1 = try await part.f1(of: list)
                ablation[part.name, default: []].append(f1.clusters)
                guard part.name == LinkageAblation.complete.name else { continue }
                pairs.append(f1.pairs)
                guard abs(f1.clusters - (scores.last?.reduce(PersonScore(), +).f1 ?? 0)) < 1e-6
                else { throw BenchmarkFailure("\(list.path): the program and the engine differ") }
            }
            for settings in SplinkRun.Settings.allCases {
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
        let doubts = outcomes.map(\.report.evaluation).filter {
            $0.reliability.reduce(0) { $0 + $1.pairs } >= Self.calibrationPairsMin
        }
        return LinkageReport.Row(
            name: lists[0].name, records: Int(outcomes.map { Double($0.report.records) }.mean),
            seeds: lists.count,
            precision: figures.precision, recall: figures.recall, f1: figures.f1,
            blockingRecall: outcomes.map(\.report.evaluation.blockingRecall).mean,
            pairsF1: pairs.mean,
            calibrationError: doubts.isEmpty ? nil : doubts.compactMap(\.calibrationError).mean,
            seconds: outcomes.map(\.seconds).mean,
            megabytes: outcomes.map { Double($0.bytes) / 1e6 }.max() ?? 0,
            ablation: ablation.mapValues(\.mean),
            splink: Dictionary(
                uniqueKeysWithValues: beside.map { ($0.rawValue, Self.splink($1)) }))
    }

    private static func splink(_ outcomes: [SplinkRun.Outcome]) -> LinkageReport.Splink {
        LinkageReport.Splink(
            best: Estimate(seeds: outcomes.map(\.best.f1)),
            sure: Estimate(seeds: outcomes.map(\.sure.f1)),
            seconds: outcomes.map(\.seconds).mean,
            megabytes: outcomes.map { Double($0.bytes) / 1e6 }.max() ?? 0)
    }
}
