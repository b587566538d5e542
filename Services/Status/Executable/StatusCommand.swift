import ArgumentParser
import Operations

/// `jatigi-status`: what is up, what is stuck and why.
@main
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jatigi-status",
        abstract:
            "Show the state of a region's services. / Montre l'état des services d'une région.",
        version: Version.text,
        subcommands: [ShowCommand.self, BatchCommand.self],
        defaultSubcommand: ShowCommand.self)
}
