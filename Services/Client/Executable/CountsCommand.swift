import ArgumentParser
import Basics
import Catalogue
import ClientService
import Foundation
import Messages
import Operations
import RPC
import Reference
import Status
import Terminal

/// `jatigi counts`: how many people and households there are, by what is asked.
struct CountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counts",
        abstract: Translation(
            french: "Compte les personnes et les ménages.",
            english: "Count people and households."))

    /// What can be asked, by the names of the command line.
    private static let dimensions: [String: StatisticsV1.Dimension] = [
        "place": .place, "group": .populationGroup, "sex": .sex, "age": .ageBand, "need": .need,
        "date": .date,
    ]

    @Option(
        name: .long,
        help: .text(
            french:
                "4 au plus de place,group,sex,age,need,date (lieu, groupe, sexe, âge, besoin, jour).",
            english: "At most 4 of place,group,sex,age,need,date."))
    var by: String = "place"

    @Option(
        name: .long,
        help: .text(
            french:
                "Niveau des lieux : region, cercle, commune, locality (village, quartier, site).",
            english: "Level of places: region, cercle, commune, locality (village, quarter, site).")
    )
    var level: String = "cercle"

    @Option(
        name: .long,
        help: .text(
            french: "Seulement ce lieu et ce qu'il contient, par exemple ML0505.",
            english: "Only this place and what lies in it, e.g. ML0505."))
    var place: String = ""

    @Option(
        name: .long,
        help: .text(
            french:
                "Jour pour les âges et pour la carte, 2026-03-31 ; aujourd'hui si rien n'est dit.",
            english: "Day for ages and for the map, 2026-03-31; today where nothing is said."))
    var asOf: String?

    @Option(
        name: .long,
        help: .text(
            french: "Dossier des lieux et des listes de codes. Environnement : JATIGI_REFERENCE.",
            english: "Folder of places and code lists. Environment: JATIGI_REFERENCE."))
    var reference: String?

    @Flag(
        name: .long,
        help: .text(
            french: "Écrit du CSV avec une ligne d'étiquettes HXL.",
            english: "Print CSV with a row of HXL tags."))
    var csv = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard !csv || !connection.json else {
            throw ValidationError(
                french: "l'un des deux, et pas les deux : --csv, --json",
                english: "one of the two, and not both: --csv, --json")
        }
    }

    func run() async throws {
        let request = try request(connection.terminal)
        let names = try connection.referenceIfAny(reference)
        try await connection.withGateway { client, terminal in
            let counts: StatisticsV1.GetCountsResponse
            do throws(RPCError) {
                counts = try await client.call(
                    StatisticsV1.StatisticsService.getCounts, request,
                    options: CallOptions(timeout: TerminalLimits.counts))
            } catch {
                if error.details.reason == MessageKey.registration(.placeUnknown).rawValue,
                    let names
                {
                    PlaceSuggestions(terminal: terminal, places: names.places).warn(
                        about: place, named: "")
                }
                throw error
            }
            if connection.json {
                try terminal.printJSON(CountsJSON(counts, by: dimensionNames))
                return
            }
            let table = CountsTable(
                request: request, counts: counts, reference: names, language: terminal.language)
            if csv {
                terminal.write(String(decoding: table.csv, as: UTF8.self))
                warn(of: counts, terminal)
            } else {
                tell(table, counts, terminal)
            }
        }
    }

    private var dimensionNames: [String] {
        by.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private func tell(
        _ table: CountsTable, _ counts: StatisticsV1.GetCountsResponse, _ terminal: Terminal
    ) {
        var text = TextTable(table.columns.map { ($0.title, $0.isNumber ? .trailing : .leading) })
        for row in table.rows { text.add(row) }
        text.add(table.totalRow)
        terminal.write(text.text)
        terminal.say(
            CountsText.basis,
            [
                "day": CountsBasis.day(counts),
                "registration": CountsBasis.position(counts.registrationPosition),
                "deduplication": CountsBasis.position(counts.deduplicationPosition),
            ])
        warn(of: counts, terminal)
    }

    private func warn(of counts: StatisticsV1.GetCountsResponse, _ terminal: Terminal) {
        for log in counts.shorterLogs { terminal.warn(CountsText.logShorter, ["service": log]) }
        guard let behind = CountsBasis.eventsBehind(counts) else {
            return terminal.warn(CountsText.lagUnknown, ["held": "\(counts.eventsHeld)"])
        }
        guard behind > 0 || counts.eventsHeld > 0 else { return }
        terminal.warn(
            CountsText.incomplete, ["behind": "\(behind)", "held": "\(counts.eventsHeld)"])
    }

    private func request(_ terminal: Terminal) throws -> StatisticsV1.GetCountsRequest {
        let dimensions = try dimensionNames.map { name in
            guard let dimension = Self.dimensions[name] else {
                terminal.warn(CountsText.dimensionUnknown, ["found": name])
                throw TerminalExit.usage
            }
            return dimension
        }
        guard let level = PlaceLevel(name: level),
            (PlaceLevel.region...PlaceLevel.locality).contains(level)
        else {
            terminal.warn(CountsText.levelUnknown, ["found": level])
            throw TerminalExit.usage
        }
        return StatisticsV1.GetCountsRequest(
            dimensions: dimensions, placeLevel: UInt32(level.rawValue), asOf: try day(terminal),
            placeCode: place)
    }

    private func day(_ terminal: Terminal) throws -> CommonV1.PartialDate? {
        guard let asOf else { return nil }
        guard let day = CalendarDate(asOf) else {
            terminal.warn(ClientText.dayUnreadable, ["option": "--as-of"])
            throw TerminalExit.usage
        }
        return CommonV1.PartialDate(
            year: UInt32(day.year), month: UInt32(day.month), day: UInt32(day.day), precision: .day)
    }
}

/// Counts for programs: codes, no labels.
struct CountsJSON: Encodable {
    struct Row: Encodable {
        let values: [String: String]
        let people: UInt64
        let households: UInt64
        let peopleNet: UInt64
        let householdsNet: UInt64
        let peoplePreRegistered: UInt64

        init(_ row: StatisticsV1.CountRow, by dimensions: [String]) {
            values = Dictionary(zip(dimensions, row.values)) { first, _ in first }
            people = row.people
            households = row.households
            peopleNet = row.peopleNet
            householdsNet = row.householdsNet
            peoplePreRegistered = row.peoplePreRegistered
        }
    }

    let rows: [Row]
    let total: Row
    let countedOn: String
    let registrationPosition: String
    let deduplicationPosition: String
    /// Left out where it is not known.
    let eventsBehind: UInt64?
    let eventsHeld: UInt64
    /// Of which programs, for instance "registration".
    let shorterLogs: [String]

    init(_ counts: StatisticsV1.GetCountsResponse, by dimensions: [String]) {
        rows = counts.rows.map { Row($0, by: dimensions) }
        total = Row(counts.total ?? .init(), by: dimensions)
        countedOn = CountsBasis.day(counts)
        registrationPosition = CountsBasis.position(counts.registrationPosition)
        deduplicationPosition = CountsBasis.position(counts.deduplicationPosition)
        eventsBehind = CountsBasis.eventsBehind(counts)
        eventsHeld = counts.eventsHeld
        shorterLogs = counts.shorterLogs
    }
}

/// What is said about counts.
enum CountsText: String, MessageArea {
    case basis
    case incomplete
    case lagUnknown = "lag_unknown"
    case logShorter = "log_shorter"
    case dimensionUnknown = "dimension_unknown"
    case levelUnknown = "level_unknown"

    static let prefix = "counts"

    var translation: Translation {
        switch self {
        case .basis:
            Translation(
                french: "Compté le {day} : personnes présentes des ménages enregistrés, journal "
                    + "{registration} ; « sans doublons » : chaque personne une fois, décisions {deduplication}.",
                english: "Counted on {day}: people present of registered households, log "
                    + "{registration}; “without duplicates”: each person once, decisions {deduplication}."
            )
        case .incomplete:
            Translation(
                french: "Attention, ces chiffres sont incomplets : {behind} "
                    + "{behind|événement n'est pas encore compté|événements ne sont pas encore "
                    + "comptés}, {held} {held|est retenu|sont retenus}.",
                english: "Careful, these figures are incomplete: {behind} "
                    + "{behind|event is|events are} not counted yet, {held} "
                    + "{held|is|are} held.")
        case .lagUnknown:
            Translation(
                french:
                    "Attention, ces chiffres sont peut-être incomplets : le service des chiffres "
                    + "vient de démarrer et n'a pas encore joint les journaux qu'il compte ; "
                    + "{held} {held|événement est retenu|événements sont retenus}.",
                english:
                    "Careful, these figures may be incomplete: the statistics service has just "
                    + "started and has not reached the logs that it counts yet; {held} "
                    + "{held|event is|events are} held.")
        case .logShorter:
            Translation(
                french:
                    "Attention, ces chiffres ont reculé : le journal du service « {service} » en est "
                    + "un autre, plus court que celui qui était compté avant. Si rien n'a été "
                    + "restauré, la base de ce service n'est pas dans son dossier.",
                english:
                    "Careful, these figures went back: the log of the service “{service}” is another "
                    + "one, shorter than the one that was counted before. If nothing was restored, "
                    + "the database of that service is not in its folder.")
        case .dimensionUnknown:
            Translation(
                french: "--by {found} : possibles sont place, group, sex, age, need, date.",
                english: "--by {found}: possible are place, group, sex, age, need, date.")
        case .levelUnknown:
            Translation(
                french: "--level {found} : possibles sont region, cercle, commune, locality.",
                english: "--level {found}: possible are region, cercle, commune, locality.")
        }
    }
}
