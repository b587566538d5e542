import ArgumentParser
import Catalogue
import Operations

/// `jatigi-status`: what is up, what is stuck and why.
@main
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jatigi-status",
        abstract: Translation(
            french: "Montre l'état des services d'une région.",
            english: "Show the state of a region's services."),
        version: Version.text,
        subcommands: [ShowCommand.self, BatchCommand.self],
        defaultSubcommand: ShowCommand.self)

    static func main() async { await runProgram() }
}
