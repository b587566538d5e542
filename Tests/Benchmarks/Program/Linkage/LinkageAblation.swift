import Linkage

/// The engine without a part of it, to show what the part earns.
struct LinkageAblation {
    let name: String
    /// The line of a mapping as it is without the part.
    var mapping: @Sendable (String) -> String = { $0 }
    /// Takes the part from the configuration.
    var configure: @Sendable (inout LinkageConfiguration) -> Void = { _ in }

    static let all = [
        LinkageAblation(name: "complete"),
        LinkageAblation(
            name: "without families",
            mapping: {
                $0.hasSuffix("= household") ? $0.replacing("= household", with: "= -") : $0
            }),
        LinkageAblation(
            name: "without term frequency", configure: { $0.usesTermFrequency = false }),
        LinkageAblation(name: "without phonetics", configure: { $0.usesPhonetics = false }),
    ]

    /// The F1 of clusters.
    func f1(of list: LinkageList) async throws -> Double {
        var configuration = LinkageConfiguration.standard
        configure(&configuration)
        let (table, truth) = try list.read(
            mapping: list.mapping.map(mapping), configuration: configuration)
        let result = await Linker(configuration: configuration).link(table)
        return LinkageEvaluation(result, truth: truth).standard.f1
    }
}
