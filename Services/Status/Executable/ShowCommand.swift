import ArgumentParser
import Basics
import Catalogue
import Operations
import RPC
import Terminal

/// `jatigi-status show`: one row a service and a region.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: Translation(
            french: "Montre l'état des services d'une ou de plusieurs régions.",
            english: "Show the state of the services of one region or several."),
        discussion: Translation(
            french: """
                Avec --config, interroge chaque service de cette machine par sa propre prise ; sinon, interroge la passerelle. \
                Avec --regions, la passerelle répond aussi pour les autres régions qu'elle connaît (« regions » de sa \
                configuration) et que le jeton couvre, et leur montre ce jeton ; une région dont la passerelle ne répond pas a une ligne qui le dit. \
                "followed+lag" donne, pour chaque journal qu'un service suit, SOURCE:POSITION+ÉVÉNEMENTS qui restent à appliquer ; ? tant que \
                le programme de ce journal n'a pas répondu depuis le démarrage du service. Sur un terminal étroit, les colonnes les \
                moins importantes sont laissées de côté, et les retards donnés seuls ; --json les a toutes. \
                Code de sortie 0 quand tous les services répondent, que rien n'est bloqué et qu'aucun certificat ni jeton ne finit \
                dans les 30 jours ; 1 sinon ; 77 quand le jeton est refusé. Avec --watch, c'est le dernier regard qui compte.
                """,
            english: """
                With --config it asks each service over its own socket on this machine; else it asks the gateway. \
                With --regions the gateway answers for the other regions, too, that it knows ("regions" of its configuration) \
                and the token covers, and shows them this token; a region whose gateway does not answer has a row that says so. \
                "followed+lag" is, for each log that a service follows, SOURCE:POSITION+EVENTS that are still to apply; ? while \
                the log's program has not answered since the service started. On a narrow terminal the least important \
                columns are left out, and lags are told alone; --json has all of them. \
                Exit code 0 when every service serves, nothing is stuck, and no certificate or token ends within 30 days; 1 when \
                not; 77 when the token is refused. With --watch the last look counts.
                """))

    @Option(
        name: .long,
        help: .text(
            french: """
                Configuration d'une région : interroge chaque service de cette machine. Se répète pour plusieurs régions ; \
                le jeton doit alors valoir pour toutes.
                """,
            english: """
                A region's configuration: ask each service on this machine. May be repeated for several regions; the token \
                must then be good for all of them.
                """))
    var config: [String] = []

    @Flag(
        name: .long,
        help: .text(
            french:
                "Montre aussi les autres régions que la passerelle connaît et que le jeton couvre.",
            english: "Also show the other regions that the gateway knows and the token covers."))
    var regions = false

    @Flag(
        name: .long,
        help: .text(
            french: "Montre à nouveau toutes les quelques secondes, jusqu'à Ctrl-C.",
            english: "Show again every few seconds until Ctrl-C."))
    var watch = false

    @Option(
        name: .long,
        help: .text(
            french: "Secondes entre deux regards avec --watch : 1 à 3600.",
            english: "Seconds between two looks with --watch: 1 to 3600."))
    var interval = 5

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...3_600).contains(interval) else { throw ValidationError("--interval: 1 … 3600") }
    }

    func run() async throws {
        let sources = try makeSources()
        var rounds = watch ? Rounds(every: .seconds(interval)) : nil
        var rows: [StatusRow]
        repeat {
            rows = await StatusSource.rows(of: sources, withRegions: regions)
            // Where nobody answers and somebody refuses, it is the token that is to be seen to.
            if rows.allSatisfy({ $0.failure != nil }),
                let refusal = rows.first(where: \.isRefused)?.failure
            {
                connection.terminal.warn(connection.terminal.text(of: refusal))
                for source in sources { await source.close() }
                throw TerminalExit.code(for: refusal)
            }
            try show(rows)
        } while await rounds?.next() == true
        for source in sources { await source.close() }
        if !watch, config.isEmpty, let failure = rows.first?.failure {
            connection.tellAddress(after: TerminalExit.code(for: failure))
        }
        if rows.contains(where: { !$0.isWell(at: .now()) }) { throw TerminalExit.partial }
    }

    private func show(_ rows: [StatusRow]) throws {
        if connection.json {
            return try connection.terminal.printJSON(rows.map { StatusJSON($0, now: .now()) })
        }
        let size = TerminalWidth.ofOutput
        let view = StatusView(terminal: connection.terminal, width: size?.columns)
        guard watch, let size else { return connection.terminal.write(view.text(rows)) }
        connection.terminal.write("\u{1B}[H\u{1B}[2J" + view.text(rows, lines: size.lines))
    }

    private func makeSources() throws -> [StatusSource] {
        guard !config.isEmpty else { return [.gateway(try connection.connect())] }
        let token = try connection.token()
        return try config.map {
            try StatusSource.sockets(
                of: try connection.terminal.region($0), authorization: token)
        }
    }
}
