import Linkage

/// The engine without a part of it, to show what the part earns.
struct LinkageAblation {
    let name: String
    /// The line of a mapping as it is without the part.
    var mapping: @Sendable (String) -> String = { $0 }
    /// Takes the part from the configuration.
    var configure: @Sendable (inout LinkageConfiguration) -> Void = { _ in }

    /// The engine as it ships.
    static let complete = LinkageAblation(name: "complete")

    static let all = [
        complete,
        LinkageAblation(
            name: "without families",
            mapping: {
                $0.hasSuffix("= household") ? $0.replacing("= household", with: "= -") : $0
            }),
        LinkageAblation(
            name: "without term frequency", configure: { $0.usesTermFrequency = false }),
        LinkageAblation(name: "without phonetics", configure: { $0.usesPhonetics = false }),
    ]

    /// The F1 of clusters, and of pairs by their own probability alone.
    func f1(of list: LinkageList) async throws -> (clusters: Double, pairs: Double) {
        var configuration = LinkageConfiguration.standard
        configure(&configuration)
        let (table, truth) = try list.read(
            mapping: list.mapping.map(mapping), configuration: configuration)
        let result = await Linker(configuration: configuration).link(table)
        let evaluation = LinkageEvaluation(result, truth: truth)
        let found = result.candidates.filter { $0.probability >= result.threshold }
        let right = found.count { truth[$0.left] == truth[$0.right] }
        return (
            evaluation.standard.f1,
            2 * Double(right) / Double(found.count + evaluation.truePairs)
        )
    }
}
