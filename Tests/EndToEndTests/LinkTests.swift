import Foundation
import TestKit
import Testing

/// `jatigi link` on files, as a person without a connection runs it.
@Suite struct LinkTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let mapping = """
        # invented people
        cle = id
        prenom = given
        nom = family
        naissance = birth
        """

    /// Sixty strangers and two of them again under another spelling.
    private static let list: String = {
        let given = ["Moussa", "Awa", "Penda", "Salif", "Oumou", "Bakary"]
        let family = [
            "Guindo", "Togo", "Dolo", "Sagara", "Goro", "Arama", "Kodio", "Saye", "Tall", "Bocoum",
        ]
        var lines = ["cle;prenom;nom;naissance;vrai;equipe"]
        for number in 0..<60 {
            let day = "\(1950 + number * 7 % 60)-\(10 + number % 3)-\(10 + number % 18)"
            lines.append("r\(number);\(given[number % 6]);\(family[number / 6]);\(day);\(number);x")
        }
        lines.append("again7;Hawa;Togo;1999-11-17;7;x")
        lines.append("again20;Sagarra;Penda;1970-12-12;20;x")
        return lines.joined(separator: "\n")
    }()

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        let name = UUID().uuidString
        return try await Program(
            "jatigi", ["link"] + arguments, environment: ["LC_ALL": "C.UTF-8"],
            outputFile: "\(folder.path)/\(name).out", errorFile: "\(folder.path)/\(name).err"
        ).end()
    }

    @Test func `a list is linked, and the result holds ids and no names`() async throws {
        let list = try folder.write("list.csv", Self.list)
        let mapping = try folder.write("list.map", Self.mapping)
        let out = "\(folder.path)/pairs.csv"
        let clusters = "\(folder.path)/people.csv"
        let linked = try await run(
            list, "--mapping", mapping, "--out", out, "--clusters", clusters, "--lang", "fr")
        #expect(linked.code == 0, "\(linked.errors)")
        #expect(linked.output.contains("62 fiches, 60 personnes ; 2 paires"))
        #expect(linked.errors.contains("vrai, equipe"))
        let pairs = try String(contentsOfFile: out, encoding: .utf8)
        #expect(pairs.contains("r7,again7,8,") && pairs.contains("r20,again20,21,"))
        #expect(pairs.contains("swapped"))
        #expect(!pairs.contains("Togo") && !pairs.contains("Sagara"))
        try expectSums(pairs)
        let people = try String(contentsOfFile: clusters, encoding: .utf8)
        #expect(people.contains("1,again20,21\r\n"))
        // A result that is there is not replaced.
        let again = try await run(list, "--mapping", mapping, "--out", out, "--lang", "en")
        #expect(again.code == 65 && again.errors.contains("is there already"))
    }

    @Test func `what is wrong with the options is said in the reader's language`() async throws {
        let list = try folder.write("list.csv", Self.list)
        let mapping = try folder.write("list.map", Self.mapping)
        let bare = try await run(list, "--lang", "fr")
        #expect(bare.code == 64, "\(bare.errors)")
        #expect(bare.errors.contains("Erreur : l'un des deux, et pas les deux : --mapping, --clk"))
        let idle = try await run(list, "--mapping", mapping, "--lang", "en")
        #expect(idle.code == 64 && idle.errors.contains("Error: nothing is asked for"))
        let encoded = try await run(list, "--clk", "--evaluate", "vrai", "--lang", "fr")
        #expect(encoded.code == 64 && encoded.errors.contains("--clk veut --out"))
    }

    @Test func `a list of namesakes is linked in bounded memory`() async throws {
        // Fifty million pairs are 1.2 GB; a program that holds them all ends for want of memory.
        let rows = (0..<10_000).map { "\($0);Mamadou;Traoré;\($0 % 2 == 0 ? "1980-01-01" : "")" }
        let list = try folder.write(
            "list.csv", (["cle;prenom;nom;naissance"] + rows).joined(separator: "\n"))
        let mapping = try folder.write("list.map", Self.mapping)
        let out = "\(folder.path)/out"
        let errors = "\(folder.path)/errors"
        let linked = try await Program(
            "/usr/bin/prlimit",
            [
                "--data=128000000", "\(Program.folder)/jatigi", "link", list, "--mapping", mapping,
                "--out", "\(folder.path)/pairs.csv", "--lang", "en",
            ], environment: ["LC_ALL": "C.UTF-8"], outputFile: out, errorFile: errors
        ).end()
        #expect(linked.code == 0, "\(linked.errors)")
        #expect(linked.output.contains("10000 records, 10000 people; 0 pairs"))
    }

    /// What a row says of a pair adds up to its bits, and these are its probability, as far as each is rounded.
    private func expectSums(_ pairs: String) throws {
        var rows = pairs.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let header = rows.removeFirst()
        #expect(header.prefix(6) == ["left", "right", "person", "probability", "bits", "prior"])
        #expect(header.suffix(2) == ["overlap", "relatives"])
        for row in rows {
            let numbers = try row[3...].compactMap { cell in
                try cell.split(separator: " ").last.map { try #require(Double($0)) }
            }
            let (probability, bits, evidence) = (numbers[0], numbers[1], numbers[2...])
            let sum = evidence.reduce(0, +)
            #expect(abs(sum - bits) <= 0.005 * Double(evidence.count + 1), "\(row)")
            #expect(abs(1 / (1 + exp2(-bits)) - probability) < 0.001, "\(row)")
        }
    }

    @Test func `two lists with headers of their own are linked one to the other alone`()
        async throws
    {
        let ours = try folder.write("ours.csv", Self.list)
        // Another agency's: in English, with days first, and one person in it twice.
        let strangers = (0..<40).map {
            "s\($0),Zeinab,Maiga \($0 % 7),0\(1 + $0 % 9)/03/\(1940 + $0)"
        }
        let theirs = try folder.write(
            "theirs.csv",
            (["code,first,last,born"] + strangers + [
                "t7,Awah,Togo,17/11/1999", "t33,Salif,Arama,25/10/2001",
                "u33,Salif,Arama,25/10/2001",
            ]).joined(separator: "\n"))
        let mapping = try folder.write(
            "both.map",
            Self.mapping + "\ncode = id\nfirst = given\nlast = family\nborn = birth")
        let out = "\(folder.path)/between.csv"
        let clusters = "\(folder.path)/people.csv"
        let linked = try await run(
            ours, theirs, "--mapping", mapping, "--out", out, "--clusters", clusters, "--lang", "en"
        )
        #expect(linked.code == 0, "\(linked.errors)")
        #expect(linked.output.contains("105 records, 103 people; 2 pairs"))
        let pairs = try String(contentsOfFile: out, encoding: .utf8)
            .split(separator: "\r\n").dropFirst()
            .map { $0.split(separator: ",").prefix(2).joined(separator: " ") }
        // Of a list each is a person of their own, so who stands twice in it is linked once.
        #expect(pairs == ["r7 t7", "r33 t33"])
        let people = try String(contentsOfFile: clusters, encoding: .utf8)
        #expect(people.contains("1,r7,8\r\n") && people.contains("2,t7,8\r\n"))
        // A name that stands twice in a mapping could mean either.
        let twice = try folder.write("twice.map", Self.mapping + "\nnom = given")
        let refused = try await run(ours, "--mapping", twice, "--out", out + "2", "--lang", "fr")
        #expect(refused.code == 65)
        #expect(refused.errors.contains("ligne 6 : l'en-tête « nom » a déjà un usage"))
    }

    @Test func `with the truth it says how right it is, for people and for programs`() async throws
    {
        let list = try folder.write("list.csv", Self.list)
        let mapping = try folder.write("list.map", Self.mapping + "\nprenomm = given\nnote = -")
        let told = try await run(list, "--mapping", mapping, "--evaluate", "vrai", "--lang", "en")
        #expect(told.code == 0 && told.output.contains("of the 2 true pairs"), "\(told.errors)")
        #expect(told.errors.contains("columns that the lists do not have: prenomm."))
        #expect(told.output.contains("0.50      2      0       0      1.000   1.000  1.0000  ◀"))
        let printed = try await run(list, "--mapping", mapping, "--evaluate", "vrai", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(printed.output.utf8))
        let report = try #require(object as? [String: Any])
        #expect(report["records"] as? Int == 62 && report["pairs"] as? Int == 2)
        let evaluation = try #require(report["evaluation"] as? [String: Any])
        let standard = try #require(evaluation["standard"] as? [String: Any])
        #expect(standard["f1"] as? Double == 1)
        #expect(printed.errors.isEmpty)
    }

    @Test func `what cannot be used is told in the user's language`() async throws {
        let list = try folder.write("list.csv", Self.list)
        let mapping = try folder.write("list.map", Self.mapping)
        let wrong = try folder.write("wrong.map", "cle = id\nprenom = firstname\n")
        let out = "\(folder.path)/none.csv"
        let unknown = try await run(list, "--mapping", wrong, "--out", out, "--lang", "fr")
        #expect(unknown.code == 65)
        #expect(unknown.errors.contains("ligne 2 : l'usage « firstname » n'existe pas"))
        let truth = try await run(
            list, "--mapping", mapping, "--evaluate", "truth", "--lang", "en")
        #expect(truth.code == 65 && truth.errors.contains("no column “truth”"))
        let missing = try await run("/nowhere.csv", "--mapping", mapping, "--out", out)
        #expect(missing.code == 65)
        #expect(try await run(list, "--mapping", mapping).code == 64)
        let nowhere = "\(folder.path)/none/people.csv"
        let unwritable = try await run(
            list, "--mapping", mapping, "--out", out, "--clusters", nowhere, "--lang", "en")
        #expect(unwritable.code == 65 && unwritable.errors.contains("none/people.csv"))
        let twice = try await run(list, "--mapping", mapping, "--out", out, "--clusters", out)
        #expect(twice.code == 65)
        // What failed leaves no file behind.
        #expect(!FileManager.default.fileExists(atPath: out))
    }

    @Test func `an operator's variants are read, and a line that is none is told`() async throws {
        let rows = Self.list + "\nnew;Kalimata;Goro;1998-10-16;24;x\n"
        let list = try folder.write("list.csv", rows)
        let mapping = try folder.write("list.map", Self.mapping)
        let variants = try folder.write("noms.txt", "# ici\nMoussa, Kalimata\n")
        func found(_ arguments: [String]) async throws -> Bool {
            let out = "\(folder.path)/\(UUID().uuidString).csv"
            let name = UUID().uuidString
            let outcome = try await Program(
                "jatigi", ["link", list, "--mapping", mapping, "--out", out] + arguments,
                outputFile: "\(folder.path)/\(name).out", errorFile: "\(folder.path)/\(name).err"
            ).end()
            #expect(outcome.code == 0, "\(outcome.errors)")
            let pairs = try String(contentsOfFile: out, encoding: .utf8).split(separator: "\r\n")
            return pairs.contains { $0.contains("r24,new") && $0.contains("sounds-alike") }
        }
        #expect(try await !found([]))
        #expect(try await found(["--variants", variants]))
        let wrong = try folder.write("noms.wrong", "Moussa, Musa\nAwa\n")
        let french = try await run(
            list, "--mapping", mapping, "--evaluate", "vrai", "--variants", wrong, "--lang", "fr")
        #expect(french.code == 65 && french.errors.contains("ligne 2 : deux noms au moins"))
        let english = try await run(
            list, "--mapping", mapping, "--evaluate", "vrai", "--variants", wrong, "--lang", "en")
        #expect(english.code == 65 && english.errors.contains("line 2: two names at least"))
    }
}
