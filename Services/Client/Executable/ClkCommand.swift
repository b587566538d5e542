import Access
import ArgumentParser
import Catalogue
import ClientIntake
import DelimitedText
import Linkage
import Operations
import Terminal

/// `jatigi clk`: encodes lists so that they can be linked without handing over names.
struct ClkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clk",
        abstract: Translation(
            french: "Code des listes pour les relier sans en donner les noms.",
            english: "Encode lists, to link them without handing over names."),
        discussion: Translation(
            french: """
                Deux organismes partagent une clé, codent chacun leur liste chez eux et ne s'échangent que les listes codées, \
                que « jatigi link --clk » relie sans clé. Qui a la clé peut deviner des noms : ne la donnez jamais avec une \
                liste codée.
                """,
            english: """
                Two agencies share a key, encode their lists each on its own machine and exchange the encoded lists alone, \
                which 'jatigi link --clk' links without a key. Whoever has the key can guess names: never hand it out with \
                an encoded list.
                """),
        subcommands: [MakeKey.self, Encode.self, Show.self])

    struct MakeKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "key",
            abstract: Translation(
                french: "Crée la clé d'un projet, à partager entre les organismes.",
                english: "Make a project's key, to share between the agencies."))

        @Option(
            name: .long,
            help: .text(
                french: "Fichier de la clé secrète ; il ne doit pas encore exister.",
                english: "File of the secret key; must not exist."))
        var out: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            try output.terminal.telling { () throws(AccessError) in
                try HashingKey.generate().save(path: out)
            }
            try output.tell(ClkText.keyMade, ["path": out])
        }
    }

    struct Encode: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "encode",
            abstract: Translation(
                french: "Code une liste.", english: "Encode a list."))

        @Argument(help: .text(french: "CSV avec en-têtes.", english: "CSV with a header."))
        var file: String

        @Option(
            name: .long,
            help: .text(
                french: "Fichier de lignes « en-tête = usage », comme pour « jatigi link ».",
                english: "File of lines 'header = use', as for 'jatigi link'."))
        var mapping: String

        @Option(
            name: .long,
            help: .text(
                french: "Fichier de la clé du projet.", english: "File of the project's key."))
        var key: String

        @Option(
            name: .long,
            help: .text(
                french: "Où écrire la liste codée ; un fichier qui n'existe pas encore.",
                english: "Where the encoded list is written; a file that is not there yet."))
        var out: String

        @OptionGroup var output: OutputOptions

        func run() async throws {
            let terminal = output.terminal
            let key = try terminal.telling { () throws(AccessError) in
                try HashingKey.load(path: self.key)
            }
            let source = LinkSource(mapping: mapping, output: output)
            let lists = try await source.lists(truthHeader: nil) {
                try await source.append(file, to: &$0)
            }
            guard lists.ids.count <= EncodingLimits.recordsMax,
                lists.ids.allSatisfy({ $0.utf8.count <= EncodingLimits.idBytesMax })
            else {
                terminal.warn(
                    ClkText.tooLarge,
                    [
                        "path": file, "records": "\(EncodingLimits.recordsMax)",
                        "bytes": "\(EncodingLimits.idBytesMax)",
                    ])
                throw TerminalExit.data
            }
            let bar = ProgressBar(total: 100)
            var encoder = RecordEncoder(key: key)
            let encoded = encoder.encode(lists.table, ids: lists.ids) { bar.show($0) }
            bar.clear()
            try terminal.telling { () throws(AccessError) in
                try SecretFile.write(path: out, encoded.fileBytes)
            }
            try output.tell(
                ClkText.encoded,
                [
                    "path": out, "records": "\(encoded.count)",
                    "left_out": "\(lists.ids.count - encoded.count)",
                    "project": encoded.projectText,
                ])
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: Translation(
                french: "Dit ce que contient une liste codée.",
                english: "Say what an encoded list holds."))

        @Argument(help: .text(french: "Liste codée.", english: "Encoded list."))
        var file: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let list = try EncodedList.read(file, output.terminal)
            try output.tell(
                ClkText.shown,
                [
                    "records": "\(list.count)", "project": list.projectText,
                    "parts": list.partNames.map { TextTable.printable($0) }.joined(separator: " "),
                ])
        }
    }
}

extension EncodedList {
    /// Reads an encoded file, or says why it cannot be used.
    static func read(_ path: String, _ terminal: Terminal) throws -> EncodedList {
        let bytes = try terminal.telling(of: path) { () throws(IntakeProblem) in
            do throws(DelimitedTextError) {
                return try FileContents.read(path: path, bytesMax: EncodingLimits.fileBytesMax)
            } catch {
                throw IntakeProblem(error)
            }
        }
        do {
            return try EncodedList(fileBytes: bytes)
        } catch {
            terminal.warn(
                ClkText.unusable, ["path": path, "reason": error.text(in: terminal.language)])
            throw TerminalExit.data
        }
    }

    /// The project, as people compare it.
    var projectText: String {
        project.prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension Terminal {
    /// Says why a key or a file was refused.
    fileprivate func telling<Value>(_ body: () throws(AccessError) -> Value) throws -> Value {
        do throws(AccessError) {
            return try body()
        } catch {
            warn(ClkText.failed, ["reason": text(of: error)])
            throw TerminalExit.data
        }
    }
}
