import Catalogue
import Testing

@testable import Operations

@Suite("ClientConfiguration")
struct ClientConfigurationTests {
    private let text = """
        gateway: tls+tcp://region.example.org:7400
        token_file: token
        authority: tls/authority.pem
        certificate: /etc/jatigi/client.pem
        key: tls/client.key
        reference: places
        spool: waiting
        device_key: device
        region_key: region.public
        biometrics_key: fingers.public
        language: fr
        """

    // "illisible : cannot open …"
    @Test func `a file that cannot be read is told in either language alone`() {
        let path = "/none/client.yaml"
        let error = #expect(throws: ConfigurationError.self) {
            try ClientConfiguration.load(path: path, environment: [:])
        }
        #expect(error?.text(in: .french) == "\(path) n'existe pas")
        #expect(error?.text(in: .english) == "\(path) does not exist")
    }

    @Test("every key is read, and paths are relative to the file")
    func everyKey() throws {
        let read = try ClientConfiguration(
            file: "/home/team/client.yaml", text: text, environment: [:])
        #expect(read.gateway == "tls+tcp://region.example.org:7400")
        #expect(read.tokenFile == "/home/team/token")
        #expect(read.authority == "/home/team/tls/authority.pem")
        #expect(read.certificate == "/etc/jatigi/client.pem")
        #expect(read.privateKey == "/home/team/tls/client.key")
        #expect(read.reference == "/home/team/places")
        #expect(read.spool == "/home/team/waiting")
        #expect(read.deviceKey == "/home/team/device")
        #expect(read.regionKey == "/home/team/region.public")
        #expect(read.biometricsKey == "/home/team/fingers.public")
        #expect(read.language == .french)
    }

    @Test("the environment overrides the file, its paths are relative to where the program runs")
    func environment() throws {
        let read = try ClientConfiguration(
            file: "/home/team/client.yaml", text: text,
            environment: [
                "JATIGI_GATEWAY": "ipc:///run/g.ipc", "JATIGI_KEY": "own.key",
                "JATIGI_LANGUAGE": "en",
                "JATIGI_SPOOL": "",
            ])
        #expect(read.gateway == "ipc:///run/g.ipc")
        #expect(read.privateKey == "own.key")
        #expect(read.language == .english)
        #expect(read.spool == "/home/team/waiting", "an empty variable says nothing")
    }

    @Test("without a file everything is empty")
    func empty() throws {
        let read = try ClientConfiguration.load(
            path: nil, environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": "relative"])
        #expect(read.gateway.isEmpty && read.spool.isEmpty && read.language == nil)
    }

    @Test("a file that is named must be there")
    func named() {
        #expect(throws: ConfigurationError.self) {
            try ClientConfiguration.load(path: "/nonexistent/client.yaml", environment: [:])
        }
        #expect(throws: ConfigurationError.self) {
            try ClientConfiguration.load(
                path: nil, environment: ["JATIGI_CLIENT_CONFIG": "/nonexistent/client.yaml"])
        }
    }

    @Test("an unknown key and an unknown language are both reported, with their lines")
    func problems() {
        let error = #expect(throws: ConfigurationError.self) {
            try ClientConfiguration(
                file: "client.yaml", text: "gatway: x\nlanguage: bm\n", environment: [:])
        }
        #expect(error?.problems.map(\.location).sorted() == ["client.yaml:1", "client.yaml:2"])
        #expect(error?.problems.map(\.key).sorted() == ["gatway", "language"])
    }
}
