public import ArgumentParser
public import Catalogue

extension ArgumentHelp {
    /// What an option or argument is for, in the program's language.
    public static func text(french: String, english: String) -> ArgumentHelp {
        ArgumentHelp(
            stringLiteral: Translation(french: french, english: english)
                .template(ProgramLanguage.current))
    }
}

extension ValidationError {
    /// What is wrong with a command line, in the program's language.
    public init(french: String, english: String) {
        self.init(
            Translation(french: french, english: english).template(ProgramLanguage.current))
    }
}

extension CommandConfiguration {
    /// A command whose help is in the program's language.
    public init(
        commandName: String, abstract: Translation, discussion: Translation? = nil,
        version: String = "", subcommands: [any ParsableCommand.Type] = [],
        defaultSubcommand: (any ParsableCommand.Type)? = nil
    ) {
        let language = ProgramLanguage.current
        self.init(
            commandName: commandName, abstract: abstract.template(language),
            discussion: discussion?.template(language) ?? "", version: version,
            subcommands: subcommands, defaultSubcommand: defaultSubcommand)
    }
}

extension AsyncParsableCommand {
    /// Runs what the command line asks for. Help, and what is wrong with the command line, are said in the program's
    /// language; then the program ends, as it does when the command throws.
    public static func runProgram() async {
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            let text = fullMessage(for: error)
            let code = exitCode(for: error)
            if !text.isEmpty {
                let said =
                    ProgramLanguage.current == .french ? ParserWords.french(text) : text
                (code.isSuccess ? StandardStream.output : .error).write(said + "\n")
            }
            exit(withError: code)
        }
    }
}
