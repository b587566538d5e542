import Linkage

/// The engine without a part of it, to show what the part earns.
struct LinkageAblation {
    let name: String
    /// The line of a mapping as it is without the part.
    var mapping: @Sendable (String) -> String = { $0 }
    /// Takes the part from the configuration.
    var configure: @Sendable (inout LinkageConfiguration) -> Void = { _ in }

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

    /// Links a list as far as the engine then does; with the person of each record.
    func link(_ list: LinkageList) async throws -> (result: LinkageResult, truth: [String?]) {
        var configuration = LinkageConfiguration.standard
        configure(&configuration)
        let (table, truth) = try list.read(
            mapping: list.mapping.map(mapping), configuration: configuration)
        return (await Linker(configuration: configuration).link(table), truth)
    }
}
