import ArgumentParser
import Catalogue
import Glibc
import Operations

@main
struct JatigiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jatigi",
        abstract: Translation(
            french: "Enregistre les personnes déplacées.",
            english: "Registers displaced people."),
        version: Version.text,
        subcommands: [
            SubmitCommand.self, SyncCommand.self, SpoolCommand.self, BatchCommand.self,
            PairsCommand.self, ReviewCommand.self, IdentityCommand.self, ModelCommand.self,
            HeldCommand.self, CorrectionsCommand.self, HouseholdsCommand.self,
            HouseholdCommand.self, PersonCommand.self, EraseCommand.self, ErasuresCommand.self,
            BiometricsCommand.self, CaseNumbersCommand.self,
            CountsCommand.self, LinkCommand.self, ClkCommand.self,
            DirectoryCommand.self, TokenCommand.self, BackupCommand.self,
            EventsCommand.self,
        ])

    static func main() async {
        // A reader of the output that goes away must not end a submission in the middle.
        signal(SIGPIPE, SIG_IGN)
        await runProgram()
    }
}
