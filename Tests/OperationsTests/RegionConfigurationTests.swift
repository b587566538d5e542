import Catalogue
import Foundation
import Logging
import TestKit
import Testing
import Transport

@testable import Operations

@Suite struct RegionConfigurationTests {
    private let least = """
        region: ML19
        name: {fr: Bandiagara, en: Bandiagara (en)}
        case_prefix: BDG
        directories: {data: /d, run: /r, reference: ref}
        access: {verification_keys: [keys/issuer.public], tokens: /k}
        """

    private func load(
        _ text: String, _ environment: [String: String] = [:]
    ) throws(ConfigurationError) -> RegionConfiguration {
        try RegionConfiguration(file: "/etc/region.yaml", text: text, environment: environment)
    }

    /// What is wrong, as lines.
    private func problems(_ text: String, _ environment: [String: String] = [:]) -> [String] {
        do {
            _ = try load(text, environment)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `the least configuration has the standard values`() throws {
        let configuration = try load(least)
        #expect(configuration.region == "ML19" && configuration.casePrefix == "BDG")
        #expect(configuration.names == [.french: "Bandiagara", .english: "Bandiagara (en)"])
        #expect(configuration.dataDirectory == "/d" && configuration.runDirectory == "/r")
        #expect(configuration.referenceDirectory == "/etc/ref")
        #expect(configuration.verificationKeyFiles == ["/etc/keys/issuer.public"])
        #expect(configuration.tokenFile(of: .gateway) == "/k/gateway.token")
        #expect(configuration.revocationsFile.isEmpty && configuration.sealingKeyFile.isEmpty)
        #expect(configuration.deviceKeysFile.isEmpty && configuration.tls == nil)
        #expect(configuration.listen.isEmpty)
        #expect(configuration.connect[.directory]?.map(\.description) == ["ipc:///r/directory.ipc"])
        #expect(configuration.connect.count == ServiceName.allCases.count)
        #expect(configuration.screeningWait == .seconds(2))
        #expect(configuration.logFormat == .text && configuration.logLevel == .info)
    }

    // The sockets of a file that was named without a folder were refused as too long.
    @Test func `paths of a file that is named by a relative path are absolute`() throws {
        let text = least.replacing("run: /r", with: "run: run")
        let configuration = try RegionConfiguration(
            file: "region.yaml", text: text, environment: [:])
        let here = FileManager.default.currentDirectoryPath
        #expect(configuration.runDirectory == "\(here)/run")
        #expect(configuration.socket(of: .gateway)?.description == "ipc://\(here)/run/gateway.ipc")
        #expect(PathResolver(file: "/region.yaml").resolve("run") == "/run")
        #expect(PathResolver(file: "a/b.yaml").resolve("c") == "\(here)/a/c")
    }

    @Test func `every key is read`() throws {
        let text = """
            region: ML05
            name: {fr: Mopti, en: Mopti}
            case_prefix: MOP
            directories: {data: data, run: run, reference: ref}
            access:
              verification_keys: [a, /b]
              revocations: revoked.txt
              tokens: tokens
              sealing_key: sealing
              device_keys: devices
            tls: {authority: ca.pem, certificate: cert.pem, private_key: key.pem}
            listen:
              gateway: [tls+tcp://gateway.example:7400]
            connect:
              registration: ["tcp://127.0.0.1:7401", "ipc:///x/y"]
            regions:
              ML01: ["tls+tcp://gateway.kayes.example:7400"]
            screening_wait_milliseconds: 0
            matching: {name_variants: noms.txt}
            log: {format: json, level: debug}
            """
        let configuration = try load(text)
        #expect(configuration.verificationKeyFiles == ["/etc/a", "/b"])
        #expect(configuration.revocationsFile == "/etc/revoked.txt")
        #expect(configuration.sealingKeyFile == "/etc/sealing")
        #expect(configuration.deviceKeysFile == "/etc/devices")
        #expect(
            configuration.tls
                == .init(
                    authority: "/etc/ca.pem", certificate: "/etc/cert.pem",
                    privateKey: "/etc/key.pem"))
        #expect(
            configuration.listen.mapValues { $0.map(\.description) } == [
                .gateway: ["tls+tcp://gateway.example:7400"]
            ])
        #expect(configuration.connect[.registration]?.count == 2)
        #expect(
            configuration.connect[.gateway]?.map(\.description) == ["ipc:///etc/run/gateway.ipc"])
        #expect(
            configuration.regions.mapValues { $0.map(\.description) } == [
                "ML01": ["tls+tcp://gateway.kayes.example:7400"]
            ])
        #expect(configuration.screeningWait == .zero)
        #expect(configuration.nameVariantsFile == "/etc/noms.txt")
        #expect(configuration.logFormat == .json && configuration.logLevel == .debug)
    }

    @Test func `a variable overrides the file`() throws {
        let configuration = try load(
            least,
            [
                "JATIGI_REGION": "ML05", "JATIGI_NAME_FR": "Mopti", "JATIGI_CASE_PREFIX": "MOP",
                "JATIGI_DIRECTORIES_DATA": "/elsewhere", "JATIGI_LOG_LEVEL": "error",
                "JATIGI_ACCESS_VERIFICATION_KEYS": "/a, /b", "JATIGI_LOG_FORMAT": "",
                "JATIGI_SCREENING_WAIT_MILLISECONDS": "5",
                "JATIGI_LISTEN_GATEWAY": "ipc:///a,ipc:///b",
            ])
        #expect(configuration.region == "ML05" && configuration.names[.french] == "Mopti")
        #expect(configuration.casePrefix == "MOP" && configuration.dataDirectory == "/elsewhere")
        #expect(configuration.logLevel == .error && configuration.logFormat == .text)
        #expect(configuration.verificationKeyFiles == ["/a", "/b"])
        #expect(configuration.screeningWait == .milliseconds(5))
        #expect(configuration.listen[.gateway]?.count == 2)
    }

    // The shipped configuration says that the README describes every key.
    @Test(arguments: ["RegionConfiguration", "ClientConfiguration"])
    func `the README has the keys as the type describes them`(type: String) throws {
        func lines(_ path: String) throws -> [String] {
            try String(contentsOfFile: "\(PackageFolder.path)/\(path)", encoding: .utf8)
                .split(separator: "\n").map { String($0) }
        }
        let readme = Set(try lines("README.md"))
        let rows = try lines("Shared/Operations/\(type).swift").filter { $0.hasPrefix("/// | `") }
        #expect(rows.count >= 10)
        for row in rows { #expect(readme.contains(String(row.dropFirst(4))), "\(row)") }
    }

    @Test(arguments: ["ml19", "ML 19", "ML19/x", "*", "ML19ML19ML19ML19X", "Mopti"])
    func `a region's code that no token could name is refused, this one's and another's`(
        _ code: String
    ) {
        let own = problems(least.replacing("region: ML19", with: "region: '\(code)'"))
        #expect(own.count == 1, "\(own)")
        #expect(own.first?.contains("1 to 16 of A-Z, 0-9 and -") == true, "\(own)")
        #expect(own.first?.hasPrefix("/etc/region.yaml:1: region: '\(code)'") == true, "\(own)")
        let other = problems(least + "\nregions: {'\(code)': [\"ipc:///x\"]}")
        #expect(other.count == 1 && other.first?.contains("1 to 16") == true, "\(other)")
    }

    @Test func `another region needs an endpoint, and is not this one`() {
        let text =
            least + """

                regions:
                  ML19: [ipc:///x]
                  ML05: []
                  ML01: ["http://x"]
                """
        #expect(
            problems(text).map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "/etc/region.yaml:7: regions.ML19:", "/etc/region.yaml:8: regions.ML05:",
                "/etc/region.yaml:9: regions.ML01:", "/etc/region.yaml:9: regions.ML01:",
            ])
        #expect(problems(least + "\nregions: [ML05]").count == 1)
    }

    // Certificates that only the environment named were not used, without a word.
    @Test func `certificates can come from the environment alone`() throws {
        let variables = [
            "JATIGI_TLS_AUTHORITY": "/a", "JATIGI_TLS_CERTIFICATE": "/c",
            "JATIGI_TLS_PRIVATE_KEY": "/k",
        ]
        let expected = TLSFiles(
            authority: "/a", certificate: "/c", privateKey: "/k")
        #expect(try load(least, variables).tls == expected)
    }

    @Test func `an unknown key is reported with its line, at every depth`() {
        let text =
            least + """

                colour: blue
                log:
                  level: info
                  levle: debug
                listen:
                  gatway: [ipc:///x]
                tls:
                  authority: a
                  certificate: b
                  private_key: c
                  passphrase: d
                """
        #expect(
            problems(text) == [
                "/etc/region.yaml:6: colour: unknown key",
                "/etc/region.yaml:9: log.levle: unknown key",
                "/etc/region.yaml:11: listen.gatway: unknown key",
                "/etc/region.yaml:16: tls.passphrase: unknown key",
            ])
    }

    // The library's own words, which are English, stood in French messages.
    @Test(arguments: [
        ("region: ML19\nname: {fr: x", "/etc/region.yaml:2", "not_yaml"),
        ("region: ML19\n  name: x", "/etc/region.yaml:2", "not_yaml"),
        ("region: 'ML19", "/etc/region.yaml:1", "not_yaml"),
        ("region: ML19\nname: x\nregion: ML19", "/etc/region.yaml", "key_twice"),
    ])
    func `what is not YAML is told by its line, in either language`(
        text: String, location: String, reason: String
    ) throws {
        let error = try #require(throws: ConfigurationError.self) { try load(text) }
        let problem = try #require(error.problems.first)
        #expect(problem.location.hasPrefix(location) && error.problems.count == 1)
        #expect(problem.reason.rawValue == reason && problem.arguments.isEmpty)
    }

    @Test func `a database's folder must be one, and may be missing`() throws {
        let folder = try TemporaryFolder()
        try DatabaseAccess.check("\(folder.path)/registration.sqlite")
        try DatabaseAccess.check("\(folder.path)/none/registration.sqlite")
        let file = try folder.write("file", "x")
        let error = #expect(throws: ConfigurationError.self) {
            try DatabaseAccess.check("\(file)/registration.sqlite")
        }
        #expect(error?.description == "\(file): directories.data: is not a folder")
    }

    @Test func `everything that is wrong is reported at once, with its line or variable`() {
        let text = """
            region: [a, b]
            name: {fr: x, en: x}
            case_prefix: bdg
            directories: {data: /d, run: /r, reference: ref}
            access: {verification_keys: [], tokens: t}
            tls: {authority: a, certificate: b}
            connect: {gateway: ["http://x", "tcp://example.org:1"]}
            screening_wait_milliseconds: 1.5
            log: {format: xml, level: []}
            """
        let found = problems(
            text, ["JATIGI_DIRECTORIES_RUN": "/" + String(repeating: "r", count: 120)])
        #expect(
            found.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "/etc/region.yaml:1: region:", "/etc/region.yaml:3: case_prefix:",
                "/etc/region.yaml:5: access.verification_keys:",
                "/etc/region.yaml: tls.private_key:",
                "/etc/region.yaml:7: connect.gateway:", "/etc/region.yaml:7: connect.gateway:",
                "/etc/region.yaml:8: screening_wait_milliseconds:",
                "/etc/region.yaml:9: log.format:",
                "/etc/region.yaml:9: log.level:", "$JATIGI_DIRECTORIES_RUN: directories.run:",
            ])
        #expect(found.contains { $0.contains("'xml' is not one of text, json") })
        #expect(found.contains { $0.contains("'1.5' is not a whole number from 0 to 60000") })
    }

    @Test func `review is one person's, and nothing is merged, unless the file says so`() throws {
        let standard = try load(least).review
        #expect(standard.doubtful == nil && standard.checkedShare == 0)
        #expect(standard.mergeProbability == nil && standard.mergeExact.isEmpty)
        let text =
            least + "\nreview: {second_opinion: {from: 0.3, to: 0.9, share: 0.02}, "
            + "merge: {probability: 0.9999, exact: [document, sex]}}\n"
        let review = try load(text).review
        #expect(review.doubtful == 0.3...0.9 && review.checkedShare == 0.02)
        #expect(review.mergeProbability == 0.9999 && review.mergeExact == ["document", "sex"])
        let half = try load(least, ["JATIGI_REVIEW_SECOND_OPINION_TO": "0.9"]).review
        #expect(half.doubtful == 0...0.9)
    }

    @Test(arguments: [
        ("second_opinion: {from: 0.9, to: 0.3}", "'0.3' is not a number from 0.9 to 1"),
        ("second_opinion: {share: 2}", "'2' is not a number from 0"),
        ("second_opinion: {share: nan}", "'nan' is not a number from 0"),
        // A mistyped one must not merge half the region.
        ("merge: {probability: 0.5}", "'0.5' is not a number from 0.99"),
        ("merge: {probability: 0.5, exact: [document]}", "'0.5' is not a number from 0.99"),
        ("merge: {probability: 1}", "'1' is not a number from 0.99"),
        ("merge: {exact: [document]}", "review.merge.probability: is required"),
        ("merge: {probability: 0.999, exact: [relatives]}", "'relatives' is not one of"),
    ])
    func `settings of review that would do harm are refused`(text: String, reason: String) {
        let found = problems(least + "\nreview: {\(text)}\n")
        #expect(found.count == 1 && found[0].contains(reason), "\(found)")
    }

    // Their text was English whatever the user's language.
    @Test func `problems are told in French and in English, with what was found`() throws {
        do {
            _ = try load(
                least + "\nlog: {level: lourd}\nlisten: {gateway: [\"tcp://a.example:1\"]}\n")
            Issue.record("it was taken")
        } catch {
            #expect(error.text(in: .french).contains("log.level : « lourd » n'est pas permis"))
            #expect(error.text(in: .english).contains("log.level: 'lourd' is not one of debug"))
            #expect(error.text(in: .french).contains("en clair"))
        }
        for text in ConfigurationText.allCases {
            let names = ["reason", "value", "words", "least", "most", "url", "bytes"]
            let arguments = Dictionary(uniqueKeysWithValues: names.map { ($0, "7") })
            for language in Language.allCases {
                let rendered = text.text(in: language, arguments: arguments)
                #expect(!rendered.contains("?") && !rendered.isEmpty, "\(text)")
            }
        }
    }

    @Test(arguments: ["", "a: b: c", "[1]", "x: 1\nx: 2", "\u{0}"])
    func `a text that is no mapping of keys is one problem`(_ text: String) {
        #expect(problems(text).count == 1)
    }

    @Test func `a file that is not there or not text says so`() throws {
        let folder = try TemporaryFolder()
        let missing = "\(folder.path)/none.yaml"
        #expect(throws: ConfigurationError.self) {
            try RegionConfiguration.load(path: missing, environment: [:])
        }
        let file = "\(folder.path)/latin.yaml"
        try Data([0x72, 0xE9]).write(to: URL(filePath: file))
        #expect(chmod(file, 0o600) == 0)
        do {
            _ = try RegionConfiguration.load(path: file, environment: [:])
            Issue.record("bytes that are not UTF-8 were taken")
        } catch {
            #expect("\(error)".contains("UTF-8"))
        }
    }

    @Test func `the shipped regions are right`() throws {
        let folder = PackageFolder.path + "/deploy/regions"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.contains("bandiagara.yaml"))
        for name in names where name.hasSuffix(".yaml") {
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            #expect(problems(text) == [], "\(name)")
        }
    }
}
