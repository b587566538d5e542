import Foundation
import TestKit
import Testing

/// `jatigi clk` and `jatigi link --clk` on files, as two agencies run them.
@Suite struct ClkTests {
    private let folder: TemporaryFolder
    private let mapping: String
    private let key: String

    init() throws {
        folder = try TemporaryFolder()
        mapping = try folder.write(
            "list.map", "cle = id\nprenom = given\nnom = family\nnaissance = birth\nsexe = sex\n")
        key = "\(folder.path)/project.key"
    }

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        let name = UUID().uuidString
        return try await Program(
            "jatigi", arguments + ["--lang", "en"], environment: ["LC_ALL": "C.UTF-8"],
            outputFile: "\(folder.path)/\(name).out", errorFile: "\(folder.path)/\(name).err"
        ).end()
    }

    /// Sixty people of whom some letters may be written otherwise.
    private func list(_ name: String, from: Int, respelt: Bool) throws -> String {
        let given = [
            "Moussa", "Awa", "Penda", "Salif", "Oumou", "Bakary", "Sitan", "Modibo", "Fanta",
            "Drissa", "Coumba", "Hawa",
        ]
        let family = [
            "Guindo", "Togo", "Dolo", "Sagara", "Goro", "Arama", "Kodio", "Saye", "Tall", "Bocoum",
            "Cissoko", "Diawara", "Fofana", "Kansaye", "Maguiraga", "Ongoiba", "Poudiougo",
            "Yattara",
        ]
        var lines = ["cle;prenom;nom;naissance;sexe"]
        for number in from..<from + 60 {
            // Mixed, so that no field follows from another.
            let mixed = number * 7919 + 13
            let day = "\(1950 + mixed / 5 % 60)-\(10 + mixed / 3 % 3)-\(10 + mixed / 7 % 18)"
            let surname = family[mixed / 12 % 18]
            let written = respelt ? surname.replacingOccurrences(of: "o", with: "ô") : surname
            let sex = mixed / 2 % 2 == 0 ? "F" : "M"
            lines.append("\(name)\(number);\(given[mixed % 12]);\(written);\(day);\(sex)")
        }
        return try folder.write("\(name).csv", lines.joined(separator: "\n"))
    }

    private func encode(_ list: String, key: String) async throws -> String {
        let out = "\(list).clk"
        let encoded = try await run(
            "clk", "encode", list, "--mapping", mapping, "--key", key, "--out", out)
        #expect(encoded.code == 0, "\(encoded.errors)")
        #expect(encoded.output.contains("60 records encoded"))
        return out
    }

    @Test func `two agencies link their lists without names`() async throws {
        #expect(try await run("clk", "key", "--out", key).code == 0)
        let ours = try await encode(list("ours", from: 0, respelt: false), key: key)
        let theirs = try await encode(list("theirs", from: 40, respelt: true), key: key)
        let out = "\(folder.path)/pairs.csv"
        let linked = try await run("link", "--clk", ours, theirs, "--out", out)
        #expect(linked.code == 0 && linked.output.contains("3600 comparisons"), "\(linked.errors)")
        let pairs = try String(contentsOfFile: out, encoding: .utf8)
            .split(whereSeparator: \.isNewline).dropFirst()
        let right = (40..<60).filter { number in
            pairs.contains { $0.hasPrefix("ours\(number),theirs\(number),") }
        }
        #expect(right.count >= 19 && pairs.count <= right.count + 2)
        let shown = try await run("clk", "show", ours)
        #expect(shown.output.contains("made of: given family birth/year birth/day sex"))
        for path in [key, ours] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test func `what cannot be encoded or linked is told, and leaves no file`() async throws {
        #expect(try await run("clk", "key", "--out", key).code == 0)
        #expect(try await run("clk", "key", "--out", key).code == 65)
        let other = "\(folder.path)/other.key"
        #expect(try await run("clk", "key", "--out", other).code == 0)
        let ours = try list("ours", from: 0, respelt: false)
        let encoded = try await encode(ours, key: key)
        let theirs = try await encode(list("theirs", from: 40, respelt: true), key: other)
        let out = "\(folder.path)/pairs.csv"
        let strangers = try await run("link", "--clk", encoded, theirs, "--out", out)
        #expect(strangers.code == 65 && strangers.errors.contains("different keys"))
        let names = try await run("link", "--clk", ours, "--out", out)
        #expect(names.code == 65 && names.errors.contains("no list that"))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        let open = try await run(
            "clk", "encode", ours, "--mapping", mapping, "--key", key, "--out", out)
        #expect(open.code == 65 && open.errors.contains("0644"))
        #expect(
            try await run("link", "--clk", encoded, "--mapping", mapping, "--out", out).code == 64)
        #expect(try await run("link", "--clk", encoded).code == 64)
        #expect(!FileManager.default.fileExists(atPath: out))
    }
}
