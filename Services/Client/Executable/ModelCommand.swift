import ArgumentParser
import Catalogue
import Messages
import Operations
import RPC
import Terminal

/// `jatigi model`: what pairs are scored by, learnt from the region's records and decisions.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: Translation(
            french: "Les modèles qui pèsent les paires : apprendre, examiner, prendre.",
            english: "The models that weigh pairs: learn, look at, take."),
        discussion: Translation(
            french: """
                Le modèle 0 est livré. « learn » en apprend un autre des fiches et des décisions de la région ; \
                « show » dit ce qu'il changerait ; rien ne change avant « take ». Aucun modèle ne change une décision. \
                Revenir en arrière, c'est prendre un modèle précédent.
                """,
            english: """
                Model 0 ships. 'learn' learns another from the region's records and decisions; 'show' tells what it \
                would change; nothing changes before 'take'. No model changes a decision. To go back is to take an \
                earlier model.
                """),
        subcommands: [
            ModelListCommand.self, ModelShowCommand.self, ModelLearnCommand.self,
            ModelTakeCommand.self, ModelDiscardCommand.self,
        ],
        defaultSubcommand: ModelListCommand.self)
}

/// `jatigi model list`.
struct ModelListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: Translation(french: "Liste les modèles.", english: "List the models."))

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                DeduplicationV1.ModelService.listModels, .init())
            if connection.json {
                return try terminal.printJSON(
                    ModelListJSON(
                        items: answer.models.map { ModelJSON($0) },
                        peopleWaiting: answer.peopleWaiting))
            }
            let view = ModelView(terminal: terminal)
            view.tell(answer.models)
            view.tell(waiting: answer.peopleWaiting)
        }
    }
}

/// `jatigi model show`.
struct ModelShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: Translation(
            french: "Montre de quoi un modèle est appris et ce qu'il changerait.",
            english: "Show what a model was learnt from and what it would change."))

    @OptionGroup var choice: ModelChoice

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withGateway { client, terminal in
            let answer = try await client.call(
                DeduplicationV1.ModelService.getModel, .init(number: choice.number))
            guard let model = answer.model else { throw TerminalExit.software }
            if connection.json {
                return try terminal.printJSON(
                    ModelJSON(model, peopleWaiting: answer.peopleWaiting))
            }
            let view = ModelView(terminal: terminal)
            view.tell(model)
            view.tell(waiting: answer.peopleWaiting)
        }
    }
}

/// `jatigi model learn`.
struct ModelLearnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: Translation(
            french: "Commence à apprendre un modèle ; rien ne change encore.",
            english: "Begin to learn a model; nothing changes yet."))

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.tellModel(.begun) {
            try await $0.call(DeduplicationV1.ModelService.learnModel, .init()).model
        }
    }
}

/// `jatigi model take`.
struct ModelTakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take",
        abstract: Translation(
            french:
                "Met un modèle en vigueur ; tous les ménages sont comparés de nouveau, peu à peu.",
            english: "Put a model in force; all households are screened again, little by little."))

    @OptionGroup var choice: ModelChoice

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.tellModel(.taken) {
            try await $0.call(
                DeduplicationV1.ModelService.takeModel, .init(number: choice.number)
            ).model
        }
    }
}

/// `jatigi model discard`.
struct ModelDiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: Translation(
            french: "Arrête d'apprendre un modèle, ou écarte celui qui n'a pas été pris.",
            english: "Stop learning a model, or put away one that was not taken."))

    @OptionGroup var choice: ModelChoice

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.tellModel(.discarded) {
            try await $0.call(
                DeduplicationV1.ModelService.discardModel, .init(number: choice.number)
            ).model
        }
    }
}

/// Which model.
struct ModelChoice: ParsableArguments {
    @Argument(
        help: .text(
            french: "Numéro du modèle ; 0 est celui qui est livré.",
            english: "The model's number; 0 is the one that ships."))
    var number: UInt32
}

extension ConnectionOptions {
    /// Asks for something with a model, and tells that it was done.
    fileprivate func tellModel(
        _ text: ModelText, _ call: (RPCClient) async throws -> DeduplicationV1.Model?
    ) async throws {
        try await withGateway { client, terminal in
            guard let model = try await call(client) else { throw TerminalExit.software }
            if json { return try terminal.printJSON(ModelJSON(model)) }
            terminal.say(text, ["number": "\(model.number)"])
        }
    }
}
