public import Catalogue
import Glibc

/// What a program that people call needs to reach a region, so that a field team types no options.
///
/// | key | meaning | environment |
/// |---|---|---|
/// | `gateway` | endpoint of the gateway, `tls+tcp://NAME:7400` | `JATIGI_GATEWAY` |
/// | `token_file` | file of the access token, a secret | `JATIGI_TOKEN_FILE` |
/// | `authority` | PEM file of the region's authority | `JATIGI_AUTHORITY` |
/// | `certificate` | PEM file of this device's certificate | `JATIGI_CERTIFICATE` |
/// | `key` | PEM file of its key, a secret | `JATIGI_KEY` |
/// | `reference` | folder of places and code lists | `JATIGI_REFERENCE` |
/// | `spool` | folder where batches wait for a connection | `JATIGI_SPOOL` |
/// | `device_key` | file of the device's signing key, a secret | `JATIGI_DEVICE_KEY` |
/// | `region_key` | file of the region's public sealing key | `JATIGI_REGION_KEY` |
/// | `biometrics_key` | file of the region's public key for fingerprints | `JATIGI_BIOMETRICS_KEY` |
/// | `language` | `fr` or `en` | `JATIGI_LANGUAGE` |
///
/// ```yaml
/// gateway: tls+tcp://bandiagara.example.org:7400
/// token_file: token
/// authority: authority.pem
/// certificate: client.pem
/// key: client.key
/// ```
///
/// Every key may be absent. A path in the file is relative to the file. The environment overrides the file, and a
/// command's options override both.
public struct ClientConfiguration: Sendable, Hashable {
    /// The gateway's endpoint; empty where none is named.
    public let gateway: String
    /// File of the token; empty where none is named. A secret.
    public let tokenFile: String
    /// File of the authority's certificate; empty where none is named.
    public let authority: String
    /// File of this device's certificate; empty where none is named.
    public let certificate: String
    /// File of its key; empty where none is named. A secret.
    public let privateKey: String
    /// Folder of places and code lists; empty where none is named.
    public let reference: String
    /// Folder where batches wait for a connection; empty where none is named.
    public let spool: String
    /// File of the key that this device signs batches with; empty where none is named. A secret.
    public let deviceKey: String
    /// File of the public key that batches are sealed to; empty where none is named.
    public let regionKey: String
    /// File of the public key that fingerprints are sealed to; empty where none is named.
    public let biometricsKey: String
    /// The user's language; nil where none is named.
    public let language: Language?

    /// Reads the file: the one given, else that of `JATIGI_CLIENT_CONFIG`, else the user's own, which may be absent
    /// (`jatigi/client.yaml` below `XDG_CONFIG_HOME`, which is `~/.config` where nothing is said; XDG Base Directory 0.8).
    ///
    /// - Throws: ``ConfigurationError`` with every problem found.
    public static func load(
        path: String?, environment: [String: String]
    ) throws(ConfigurationError) -> ClientConfiguration {
        if let named = path ?? environment["JATIGI_CLIENT_CONFIG"], !named.isEmpty {
            return try load(named, environment)
        }
        guard let own = ownPath(environment), access(own, F_OK) == 0 else {
            return try ClientConfiguration(file: "", text: "{}", environment: environment)
        }
        return try load(own, environment)
    }

    private static func load(
        _ path: String, _ environment: [String: String]
    ) throws(ConfigurationError) -> ClientConfiguration {
        let text = try ConfigurationReader.text(ofFile: path)
        return try ClientConfiguration(file: path, text: text, environment: environment)
    }

    private static func ownPath(_ environment: [String: String]) -> String? {
        // The specification has relative paths ignored.
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
            return "\(folder)/jatigi/client.yaml"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return "\(home)/.config/jatigi/client.yaml"
    }

    init(file: String, text: String, environment: [String: String]) throws(ConfigurationError) {
        let reader = try ConfigurationReader(file: file, text: text, environment: environment)
        gateway = reader.text("gateway", standard: "")
        tokenFile = reader.path("token_file")
        authority = reader.path("authority")
        certificate = reader.path("certificate")
        privateKey = reader.path("key")
        reference = reader.path("reference")
        spool = reader.path("spool")
        deviceKey = reader.path("device_key")
        regionKey = reader.path("region_key")
        biometricsKey = reader.path("biometrics_key")
        let name = reader.text("language", standard: "")
        language = Language(rawValue: name)
        if !name.isEmpty, language == nil {
            reader.report("language", .notOneOf, ["value": name, "words": "fr, en"])
        }
        try reader.finish()
    }
}
