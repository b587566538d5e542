import Access
public import Catalogue
import Foundation
public import Logging
public import Transport

/// One region's configuration, the same file for all of its programs.
///
/// | key | meaning | standard |
/// |---|---|---|
/// | `region` | P-code of the region, for instance `ML19`, or of the country; one of `places.csv` in `directories.reference` | required |
/// | `name.fr`, `name.en` | its name | required |
/// | `case_prefix` | three letters that case numbers start with | required |
/// | `directories.data` | databases | required |
/// | `directories.run` | sockets of this machine | required |
/// | `directories.reference` | places and code lists | required |
/// | `access.verification_keys` | files of the keys that tokens are signed with | required |
/// | `access.revocations` | file of revoked tokens | none |
/// | `access.tokens` | folder of the tokens that programs call each other with, `gateway.token` and so on | required |
/// | `access.socket_users` | system users who may connect to the sockets of this machine | by mode |
/// | `access.sealing_key` | file of the key that devices seal their batches to | none |
/// | `access.device_keys` | file of the public keys of the teams' devices, one a line | none |
/// | `biometrics.keys` | files of the keys that fingerprints are stored with, the newest first | none are kept |
/// | `biometrics.sealing_key` | file of the key that devices seal fingerprints to | none |
/// | `biometrics.matcher` | where the program is called that compares fingerprints | none are compared |
/// | `tls.authority`, `tls.certificate`, `tls.private_key` | PEM files, for `tls+tcp` | none |
/// | `listen.<service>` | further endpoints of a service, beside its socket in `directories.run` | none |
/// | `connect.<service>` | where a service is called; its socket in `directories.run` if nothing is said | its socket |
/// | `regions.<code>` | where another region's gateway is called; calls that name that region go there | none |
/// | `monitoring.<service>` | port on 127.0.0.1 for `/metrics`, `/livez`, `/readyz` | none |
/// | `directories.backup` | where backups are written | `backup` in `directories.data` |
/// | `screening_wait_milliseconds` | how long a submission waits for its screening at most | 2000 |
/// | `matching.name_variants` | file of names that are one, added to those of the program; read at the start | none |
/// | `review.second_opinion.from`, `.to` | probabilities of pairs that two reviewers must agree on | none |
/// | `review.second_opinion.share` | share of the other pairs that two reviewers must agree on too, drawn by their ids | 0 |
/// | `review.merge.probability` | least probability, from 0.99, of pairs that are merged without a person | none are |
/// | `review.merge.exact` | fields that must agree exactly for that, for instance `[document, sex, birth_date]` | none |
/// | `log.format` | `text` or `json` | `text` |
/// | `log.level` | `debug`, `info`, `warning`, `error` | `info` |
///
/// Paths are relative to the file. Every value can be overridden by an environment variable:
/// `JATIGI_LOG_LEVEL`.
public struct RegionConfiguration: Sendable {
    /// P-code of the region.
    public let region: String
    /// The region's name in each language.
    public let names: [Language: String]
    /// Three letters that case numbers start with.
    public let casePrefix: String
    /// Where databases lie.
    public let dataDirectory: String
    /// Where sockets of this machine lie.
    public let runDirectory: String
    /// Where places and code lists lie.
    public let referenceDirectory: String
    /// Files of the keys that tokens are verified with.
    public let verificationKeyFiles: [String]
    /// File of revoked tokens; empty for none.
    public let revocationsFile: String
    /// Where the tokens lie that programs call each other with.
    public let tokensDirectory: String
    /// System users who may connect to the sockets of this machine; empty leaves it to their mode.
    public let socketUsers: [String]
    /// File of the key that devices seal their batches to; empty for none. A secret.
    public let sealingKeyFile: String
    /// File of the public keys of the teams' devices; empty for none.
    public let deviceKeysFile: String
    /// Files of the keys that fingerprints are stored with, the newest first; empty where none are kept. Secrets.
    public let biometricKeyFiles: [String]
    /// File of the key that devices seal fingerprints to; empty for none. A secret.
    public let biometricSealingKeyFile: String
    /// Where the program is called that compares fingerprints; empty where none does.
    public let matcher: [Endpoint]
    /// PEM files for `tls+tcp`; nil where none is configured.
    public let tls: TLSFiles?
    /// Further endpoints of each service.
    public let listen: [ServiceName: [Endpoint]]
    /// Where each service is called.
    public let connect: [ServiceName: [Endpoint]]
    /// Where the gateways of other regions are called, by the regions' codes.
    public let regions: [String: [Endpoint]]
    /// Ports on 127.0.0.1 for monitoring.
    public let monitoringPorts: [ServiceName: UInt16]
    /// Where backups are written.
    public let backupDirectory: String
    /// How long a submission waits for its screening at most.
    public let screeningWait: Duration
    /// File of names that are one; empty where those of the program are all.
    public let nameVariantsFile: String
    /// How pairs are reviewed.
    public let review: ReviewSettings
    /// `text` or `json`.
    public let logFormat: LogFormat
    /// The least severe level that is logged.
    public let logLevel: Logger.Level

    /// Reads a file.
    ///
    /// - Throws: ``ConfigurationError`` with every problem found.
    public static func load(
        path: String, environment: [String: String]
    ) throws(ConfigurationError) -> RegionConfiguration {
        let text = try ConfigurationReader.text(ofFile: path)
        return try RegionConfiguration(file: path, text: text, environment: environment)
    }

    init(file: String, text: String, environment: [String: String]) throws(ConfigurationError) {
        let reader = try ConfigurationReader(file: file, text: text, environment: environment)
        let paths = PathResolver(file: file)
        region = reader.text("region")
        if !region.isEmpty { Self.checkForm(of: region, reader, "region") }
        names = [.french: reader.text("name.fr"), .english: reader.text("name.en")]
        casePrefix = reader.text("case_prefix")
        if !casePrefix.isEmpty,
            casePrefix.count != 3 || !casePrefix.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        {
            reader.report("case_prefix", .casePrefix)
        }
        dataDirectory = paths.resolve(reader.text("directories.data"))
        let runDirectory = paths.resolve(reader.text("directories.run"))
        self.runDirectory = runDirectory
        referenceDirectory = paths.resolve(reader.text("directories.reference"))
        verificationKeyFiles = reader.list("access.verification_keys").map(paths.resolve)
        if verificationKeyFiles.isEmpty {
            reader.report("access.verification_keys", .keyFileMissing)
        }
        revocationsFile = paths.resolve(reader.text("access.revocations", standard: ""))
        tokensDirectory = paths.resolve(reader.text("access.tokens"))
        socketUsers = reader.list("access.socket_users")
        sealingKeyFile = paths.resolve(reader.text("access.sealing_key", standard: ""))
        deviceKeysFile = paths.resolve(reader.text("access.device_keys", standard: ""))
        biometricKeyFiles = reader.list("biometrics.keys").map(paths.resolve)
        biometricSealingKeyFile = paths.resolve(
            reader.text("biometrics.sealing_key", standard: ""))
        matcher = Self.list(reader, "biometrics.matcher")
        tls = Self.tlsFiles(reader, paths)
        listen = Self.endpoints(reader, "listen")
        connect = Self.endpoints(reader, "connect").merging(
            ServiceName.allCases.compactMap { service in
                Endpoint.socket(of: service, in: runDirectory).map { (service, [$0]) }
            },
            uniquingKeysWith: { configured, _ in configured })
        regions = Self.regions(reader, home: region)
        var ports: [ServiceName: UInt16] = [:]
        for service in ServiceName.allCases {
            let port = reader.integer(
                "monitoring.\(service.rawValue)", in: 0...65_535, standard: 0)
            if port > 0 { ports[service] = UInt16(port) }
        }
        monitoringPorts = ports
        let backup = reader.text("directories.backup", standard: "")
        backupDirectory = backup.isEmpty ? "\(dataDirectory)/backup" : paths.resolve(backup)
        screeningWait = .milliseconds(
            reader.integer("screening_wait_milliseconds", in: 0...60_000, standard: 2_000))
        nameVariantsFile = paths.resolve(reader.text("matching.name_variants", standard: ""))
        review = ReviewSettings(reader)
        logFormat =
            LogFormat(
                rawValue: reader.choice(
                    "log.format", of: LogFormat.allCases.map(\.rawValue), standard: "text"))
            ?? .text
        logLevel =
            Logger.Level(
                rawValue: reader.choice(
                    "log.level", of: ["debug", "info", "warning", "error"], standard: "info"))
            ?? .info
        if Endpoint.socket(of: .deduplication, in: runDirectory) == nil, !runDirectory.isEmpty {
            reader.report(
                "directories.run", .socketPathTooLong, ["bytes": "\(Endpoint.socketPathBytesMax)"])
        }
        if tls == nil, ServiceName.allCases.contains(where: usesTLS) {
            reader.report("tls", .identityMissing)
        }
        try reader.finish()
    }

    /// Where a service listens on this machine.
    public func socket(of service: ServiceName) -> Endpoint? {
        Endpoint.socket(of: service, in: runDirectory)
    }

    /// The file of the token that a service calls others with; a secret.
    public func tokenFile(of service: ServiceName) -> String {
        "\(tokensDirectory)/\(service.rawValue).token"
    }

    /// Where a service's database lies.
    public func databasePath(of service: ServiceName) -> String {
        "\(dataDirectory)/\(service.rawValue).sqlite"
    }

    /// Whether a program has an endpoint with TLS, its own or of one that it calls. Only then does it read the files of
    /// `tls`: a private key is for the programs that need it.
    public func usesTLS(_ service: ServiceName) -> Bool {
        let called = service.role == nil ? [:] : connect.filter { $0.key != service }
        let others = service == .gateway ? regions : [:]
        return [
            Array(called.values.joined()), Array(others.values.joined()), listen[service] ?? [],
            service == .deduplication ? matcher : [],
        ]
        .joined().contains { $0.scheme == .tls }
    }

    private static func tlsFiles(_ reader: ConfigurationReader, _ paths: PathResolver) -> TLSFiles?
    {
        guard reader.mentions(["tls.authority", "tls.certificate", "tls.private_key"]) else {
            return nil
        }
        return TLSFiles(
            authority: paths.resolve(reader.text("tls.authority")),
            certificate: paths.resolve(reader.text("tls.certificate")),
            privateKey: paths.resolve(reader.text("tls.private_key")))
    }

    private static func endpoints(
        _ reader: ConfigurationReader, _ key: String
    ) -> [ServiceName: [Endpoint]] {
        var endpoints: [ServiceName: [Endpoint]] = [:]
        for service in ServiceName.allCases {
            let key = "\(key).\(service.rawValue)"
            let found = list(reader, key)
            if !found.isEmpty { endpoints[service] = found }
        }
        return endpoints
    }

    /// Whether it is a region that there is, only the programs can say that read the places.
    private static func checkForm(
        of code: String, _ reader: ConfigurationReader, _ key: String
    ) {
        guard !Claims.isRegionCode(code) else { return }
        reader.report(
            key, .regionMalformed,
            ["value": code, "most": "\(AccessLimits.regionCharactersMax)"])
    }

    private static func regions(
        _ reader: ConfigurationReader, home: String
    ) -> [String: [Endpoint]] {
        var regions: [String: [Endpoint]] = [:]
        for code in reader.names(below: "regions") {
            let key = "regions.\(code)"
            let endpoints = list(reader, key)
            checkForm(of: code, reader, key)
            if code == home {
                reader.report(key, .regionIsOwn)
            } else if endpoints.isEmpty {
                reader.report(key, .endpointMissing)
            }
            regions[code] = endpoints
        }
        return regions
    }

    private static func list(_ reader: ConfigurationReader, _ key: String) -> [Endpoint] {
        var endpoints: [Endpoint] = []
        for url in reader.list(key) {
            do {
                endpoints.append(try Endpoint(url))
            } catch {
                let isInsecure = error.code == .insecureEndpoint
                reader.report(
                    key, isInsecure ? .endpointInsecure : .endpointMalformed, ["url": url])
            }
        }
        return endpoints
    }
}

/// Makes paths of a configuration file absolute.
struct PathResolver {
    private let base: String

    init(file: String) {
        let path =
            file.hasPrefix("/") ? file : "\(FileManager.default.currentDirectoryPath)/\(file)"
        base = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    func resolve(_ path: String) -> String {
        if path.isEmpty || path.hasPrefix("/") { return path }
        return "\(base)/\(path)"
    }
}
