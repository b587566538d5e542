import ArgumentParser
import Basics
import Catalogue
import ClientIntake
import DelimitedText
import Operations
import Reference
import Terminal

/// Options that say what a team's file does not.
struct IntakeFileOptions: ParsableArguments {
    @Option(
        name: .long,
        help: .text(
            french: "Dossier des lieux et des listes de codes. Environnement : JATIGI_REFERENCE.",
            english: "Folder of places and code lists. Environment: JATIGI_REFERENCE."))
    var reference: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Fichier de lignes « en-tête = champ », pour les en-têtes d'un autre formulaire.",
            english: "File of lines 'header = field', for headers of another form."))
    var mapping: String?

    @Option(
        name: .customLong("collected-on"),
        help: .text(
            french: "Jour de la collecte, 2026-03-31 ; les âges en partent.",
            english: "Day of collection, 2026-03-31; ages count from it."))
    var collectedOn: String?

    @Option(
        name: .long,
        help: .text(
            french: "Groupe des personnes qui n'en ont pas : REF ASY IDP RET RDP STA OOC OIP HST.",
            english: "Population group of people without one: REF ASY IDP RET RDP STA OOC OIP HST.")
    )
    var group: String?

    @Option(
        name: .long,
        help: .text(
            french:
                "Étape des lignes qui n'en ont pas : registration (enregistrement), pre-registration (pré-enregistrement), correction, departure (départ).",
            english:
                "What rows without one ask for: registration, pre-registration, correction, departure."
        ),
        transform: { try known(IntakeOptions.Stage(rawValue: $0)) })
    var stage: IntakeOptions.Stage = .registration

    @Option(
        name: .long,
        help: .text(
            french:
                "Encodage du fichier : UTF-8, UTF-16LE, UTF-16BE, Windows-1252 ; sinon il est deviné.",
            english:
                "Encoding of the file: UTF-8, UTF-16LE, UTF-16BE, Windows-1252; else it is found out."
        ),
        transform: { try known(TextEncoding(rawValue: $0)) })
    var encoding: TextEncoding?

    @Option(
        name: .long,
        help: .text(
            french:
                "Séparateur : comma (virgule), semicolon (point-virgule), tab ; sinon il est deviné.",
            english: "Delimiter: comma, semicolon, tab; else it is found out."),
        transform: { try known(delimiters[$0]) })
    var delimiter: Delimiter?

    /// Reads a file.
    ///
    /// - Throws: an exit code, after saying why.
    func read(_ file: String, _ connection: ConnectionOptions) throws -> Intake {
        let terminal = connection.terminal
        guard let data = try connection.referenceIfAny(reference) else {
            terminal.warn(ClientText.referenceMissing)
            throw TerminalExit.configuration
        }
        let options = try options(data, terminal)
        return try terminal.telling(of: file) { () throws(IntakeProblem) in
            try Intake.read(try Self.contents(file), options: options, reference: data)
        }
    }

    private func options(_ data: ReferenceData, _ terminal: Terminal) throws -> IntakeOptions {
        var options = IntakeOptions()
        options.stage = stage
        options.encoding = encoding
        options.delimiter = delimiter
        options.now = IntakeOptions.moment(.now())
        if let group {
            guard let code = data.codes(.populationGroup).resolve(group) else {
                terminal.warn(ClientText.groupUnknown)
                throw TerminalExit.usage
            }
            options.populationGroup = code
        }
        if let collectedOn {
            guard let day = CalendarDate(collectedOn), options.collectionProblem(day) == nil else {
                terminal.warn(ClientText.dayUnreadable, ["option": "--collected-on"])
                throw TerminalExit.usage
            }
            options.collectedOn = day
        }
        if let mapping {
            options.mapping = try terminal.telling(of: mapping) { () throws(IntakeProblem) in
                try HeaderMapping(contents: try Self.contents(mapping))
            }
        }
        return options
    }

    static func contents(_ path: String) throws(IntakeProblem) -> [UInt8] {
        do {
            return try FileContents.read(
                path: path, bytesMax: DelimitedTextLimits.standard.bytesMax)
        } catch {
            throw IntakeProblem(error)
        }
    }
}

extension Terminal {
    /// Does something with a file; what is wrong with it is said with the file's name.
    ///
    /// - Throws: the exit code 65, after saying why.
    func telling<Value>(
        of file: String, _ body: () throws(IntakeProblem) -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch {
            warn("\(file): \(error.text(in: language))")
            throw TerminalExit.data
        }
    }
}

private let delimiters: [String: Delimiter] = [
    "comma": .comma, "semicolon": .semicolon, "tab": .tab,
]

/// The value of an option that has a few.
private func known<Value>(_ value: Value?) throws -> Value {
    guard let value else {
        throw ValidationError(french: "--help les donne", english: "--help lists them")
    }
    return value
}
