import ArgumentParser
import Catalogue
import Messages
import Operations
import RPC
import Status
import Terminal

/// `jatigi events`: what becomes of an event that a program of this machine could not apply.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: Translation(
            french: "Événements qu'un programme de cette machine n'a pas pu appliquer.",
            english: "Events that a program of this machine could not apply."),
        discussion: Translation(
            french: """
                jatigi-status les nomme. Ce qui concerne le même ménage attend derrière, le reste continue ; chaque démarrage les \
                essaie de nouveau.
                """,
            english: """
                jatigi-status names them. What is about the same household waits behind, all else goes on; each start tries them \
                again.
                """),
        subcommands: [EventsRetryCommand.self, EventsSetAsideCommand.self])
}

/// `jatigi events retry`.
struct EventsRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: Translation(
            french: "Essaie un événement de nouveau, et ceux qui attendent derrière.",
            english: "Try an event again, and those that wait behind it."))

    @OptionGroup var event: UnappliedEventOptions

    func run() async throws { try await event.settle(.retry) }
}

/// `jatigi events set-aside`.
struct EventsSetAsideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-aside",
        abstract: Translation(
            french: "Laisse un événement de côté, et applique ceux qui attendent derrière.",
            english: "Leave an event out, and apply those that wait behind it."),
        discussion: Translation(
            french: """
                Ce qu'il dit manque alors dans ce programme, jusqu'à ce que le journal soit relu depuis le début ; jatigi-status \
                continue de le compter.
                """,
            english: """
                What it says is then missing in this program, until the log is read anew; jatigi-status goes on counting it.
                """))

    @Flag(
        name: .long,
        help: .text(
            french: "Sans demander.",
            english: "Without asking."))
    var yes = false

    @OptionGroup var event: UnappliedEventOptions

    func run() async throws {
        let terminal = event.connection.terminal
        if !yes {
            guard
                try terminal.confirms(
                    EventsText.question, ["sequence": "\(event.sequence)", "source": event.source])
            else { throw TerminalExit.partial }
        }
        try await event.settle(.setAside)
    }
}

/// Which event, of which program.
struct UnappliedEventOptions: ParsableArguments {
    @Argument(
        help: .text(
            french: "Le programme qui ne l'a pas appliqué, par exemple statistics.",
            english: "The program that could not apply it, e.g. statistics."))
    var service: String

    @Argument(
        help: .text(
            french: "Le programme dont c'est le journal, par exemple registration.",
            english: "The program whose log it is of, e.g. registration."))
    var source: String

    @Argument(
        help: .text(
            french: "Sa position dans ce journal.",
            english: "Its position in that log."))
    var sequence: UInt64

    @Option(
        name: .long,
        help: .text(
            french: "Configuration de la région.",
            english: "The region's configuration."))
    var config: String

    @OptionGroup var connection: ConnectionOptions

    /// Settles it, and tells what came of it.
    func settle(_ settlement: HealthV1.Settlement) async throws {
        let terminal = connection.terminal
        let configuration = try terminal.region(config)
        guard let service = ServiceName(rawValue: service),
            let socket = configuration.socket(of: service)
        else {
            terminal.warn(EventsText.serviceUnknown, ["service": TextTable.printable(service)])
            throw TerminalExit.data
        }
        let token = try connection.token()
        let client = try RPCClient(
            serviceName: service.rawValue, endpoints: [socket], authorization: { token })
        let answer: HealthV1.SettleEventResponse
        do throws(RPCError) {
            answer = try await client.call(
                HealthV1.FollowingService.settleEvent,
                .init(source: source, sequence: sequence, settlement: settlement),
                options: CallOptions(timeout: TerminalLimits.backup))
        } catch {
            await client.close()
            terminal.warn(terminal.text(of: error))
            throw TerminalExit.code(for: error)
        }
        await client.close()
        if connection.json {
            try terminal.printJSON(SettledJSON(answer))
        } else {
            terminal.say(
                answer.remaining > 0
                    ? EventsText.remains : answer.applied > 0 ? .settled : .nothing,
                ["applied": "\(answer.applied)", "remaining": "\(answer.remaining)"])
        }
        if answer.remaining > 0 { throw TerminalExit.partial }
    }
}

/// What came of it, for programs.
struct SettledJSON: Encodable {
    let applied: UInt32
    let remaining: UInt32
    /// A stable code; empty where nothing is left.
    let reason: String

    init(_ answer: HealthV1.SettleEventResponse) {
        applied = answer.applied
        remaining = answer.remaining
        reason = answer.reason
    }
}

/// What is said of events that could not be applied.
enum EventsText: String, MessageArea {
    case question
    case settled
    case remains
    case nothing
    case serviceUnknown = "service_unknown"

    static let prefix = "events"

    var translation: Translation {
        switch self {
        case .question:
            Translation(
                french: "Laisser de côté l'événement {sequence} du journal « {source} » ? [o/N]",
                english: "Leave event {sequence} of the log “{source}” out? [y/N]")
        case .settled:
            Translation(
                french: "{applied} {applied|événement appliqué|événements appliqués} ; rien "
                    + "n'attend plus.",
                english: "{applied} {applied|event|events} applied; nothing waits any more.")
        case .remains:
            Translation(
                french: "{applied} {applied|événement appliqué|événements appliqués}, {remaining} "
                    + "{remaining|reste|restent} : jatigi-status dit pourquoi.",
                english: "{applied} {applied|event|events} applied, {remaining} "
                    + "{remaining|remains|remain}: jatigi-status says why.")
        case .nothing:
            Translation(
                french: "Rien n'attend derrière cette position, et rien n'y a été appliqué.",
                english: "Nothing waits behind that position, and nothing was applied there.")
        case .serviceUnknown:
            Translation(
                french: "« {service} » n'est pas un programme de cette machine qui suit un "
                    + "journal : registration, deduplication ou statistics.",
                english: "“{service}” is no program of this machine that follows a log: "
                    + "registration, deduplication or statistics.")
        }
    }
}
