public import Access
public import ArgumentParser
import Basics
import Catalogue
import Foundation
public import Operations
public import RPC
import Status
import Transport

/// Options that every command has: language, output, and how to reach the gateway.
public struct ConnectionOptions: ParsableArguments {
    /// Where the gateway is.
    @Option(
        name: .long,
        help: .text(
            french:
                "Adresse de la passerelle, par exemple tls+tcp://jatigi.example:7400. Environnement : JATIGI_GATEWAY.",
            english:
                "Gateway endpoint, e.g. tls+tcp://jatigi.example:7400. Environment: JATIGI_GATEWAY."
        ))
    public var gateway: String?

    /// File with the token; a secret.
    @Option(
        name: .long,
        help: .text(
            french: "Fichier du jeton d'accès (mode 0600). Environnement : JATIGI_TOKEN_FILE.",
            english: "File with the access token (mode 0600). Environment: JATIGI_TOKEN_FILE.")
    )
    public var tokenFile: String?

    /// PEM file of the authority that the gateway's certificate must come from.
    @Option(
        name: .long,
        help: .text(
            french:
                "Fichier PEM de l'autorité de la région, pour tls+tcp. Environnement : JATIGI_AUTHORITY.",
            english:
                "PEM file of the region's authority, for tls+tcp. Environment: JATIGI_AUTHORITY."))
    public var authority: String?

    /// PEM file of this device's certificate.
    @Option(
        name: .long,
        help: .text(
            french:
                "Fichier PEM du certificat de cet appareil. Environnement : JATIGI_CERTIFICATE.",
            english: "PEM file of this device's certificate. Environment: JATIGI_CERTIFICATE.")
    )
    public var certificate: String?

    /// PEM file of its key; a secret.
    @Option(
        name: .long,
        help: .text(
            french: "Fichier PEM de sa clé (mode 0600). Environnement : JATIGI_KEY.",
            english: "PEM file of its key (mode 0600). Environment: JATIGI_KEY."))
    public var key: String?

    /// File that holds all of these.
    @Option(
        name: .long,
        help: .text(
            french:
                "Fichier de ces réglages, ~/.config/jatigi/client.yaml. Environnement : JATIGI_CLIENT_CONFIG.",
            english:
                "File with these settings, ~/.config/jatigi/client.yaml. Environment: JATIGI_CLIENT_CONFIG."
        )
    )
    public var clientConfig: String?

    /// Language and form of the output.
    @OptionGroup public var output: OutputOptions

    /// For the parser.
    public init() {}

    /// Output for programs.
    public var json: Bool { output.json }

    /// What to write to.
    public var terminal: Terminal {
        let configured = try? loaded().language
        return Terminal(language: output.language ?? configured)
    }

    /// What the environment and the user's file say.
    ///
    /// - Throws: an exit code, after saying what is wrong.
    public func configuration() throws -> ClientConfiguration {
        do {
            return try loaded()
        } catch {
            throw terminal.refusal(of: error)
        }
    }

    /// A client of the gateway, with the user's token.
    ///
    /// - Throws: an exit code, after saying why.
    public func connect() throws -> RPCClient {
        let url = try gateway ?? configuration().gateway
        guard !url.isEmpty else {
            terminal.warn(ConnectionText.gatewayMissing)
            throw TerminalExit.configuration
        }
        let token = try token()
        do {
            let endpoint = try Endpoint(url)
            let identity = endpoint.scheme == .tls ? try identity() : nil
            var limits = ClientLimits()
            limits.connectTimeout = TerminalLimits.connect
            return try RPCClient(
                serviceName: "gateway", endpoints: [endpoint], tls: identity, limits: limits,
                authorization: { token })
        } catch let error as TransportError {
            let isInsecure = error.code == .insecureEndpoint
            terminal.warn(
                isInsecure ? ConnectionText.gatewayInsecure : .gatewayUnusable, ["url": url])
            throw TerminalExit.configuration
        }
    }

    /// The user's token, a secret.
    ///
    /// - Throws: an exit code, after saying why.
    public func token() throws -> String {
        let path = try tokenFile ?? configuration().tokenFile
        guard !path.isEmpty else {
            terminal.warn(ConnectionText.tokenMissing)
            throw TerminalExit.configuration
        }
        do {
            return try SecretFile.read(path: path).withUnsafeBytes {
                String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            }
        } catch {
            terminal.warn(ConnectionText.tokenUnusable, ["reason": terminal.text(of: error)])
            throw TerminalExit.configuration
        }
    }

    /// What the user's token says, unverified; nil where there is none that can be read.
    public func claimsIfAny() -> Claims? {
        guard let path = try? tokenFile ?? loaded().tokenFile, !path.isEmpty,
            let text = try? SecretFile.read(path: path).withUnsafeBytes({
                String(decoding: $0, as: UTF8.self)
            })
        else { return nil }
        return try? Claims.unverified(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private func loaded() throws(ConfigurationError) -> ClientConfiguration {
        try ClientConfiguration.load(
            path: clientConfig, environment: ProcessInfo.processInfo.environment)
    }

    /// This device's side of TLS, from three files.
    private func identity() throws -> TLSIdentity {
        let configuration = try configuration()
        let files = TLSFiles(
            authority: authority ?? configuration.authority,
            certificate: certificate ?? configuration.certificate,
            privateKey: key ?? configuration.privateKey)
        let missing = [
            ("--authority", files.authority), ("--certificate", files.certificate),
            ("--key", files.privateKey),
        ].filter { $0.1.isEmpty }.map(\.0)
        guard missing.isEmpty else {
            terminal.warn(
                ConnectionText.identityMissing, ["options": missing.joined(separator: ", ")])
            throw TerminalExit.configuration
        }
        do {
            let identity = try files.identity(allowGroupRead: false)
            let expires = try files.certificate(of: identity).expires
            guard expires > Timestamp.now() else {
                terminal.warn(
                    ConnectionText.certificateExpired,
                    ["path": files.certificate, "expires": "\(expires)"])
                throw TerminalExit.configuration
            }
            return identity
        } catch let error as AccessError {
            terminal.warn(ConnectionText.identityUnusable, ["reason": terminal.text(of: error)])
        } catch let error as TLSFileError {
            terminal.warn(
                ConnectionText.identityUnusable, ["reason": error.text(in: terminal.language)])
        }
        throw TerminalExit.configuration
    }

    /// Names the address where no connection came about: it may be mistyped.
    public func tellAddress(after exit: ExitCode?) {
        guard exit == TerminalExit.unavailable, let url = try? gateway ?? loaded().gateway else {
            return
        }
        terminal.warn(ConnectionText.address, ["url": url])
    }

    /// Runs a command against the gateway; a failed call is told in the user's language and ends with its exit code.
    public func withGateway(_ body: (RPCClient, Terminal) async throws -> Void) async throws {
        let client = try connect()
        do {
            try await body(client, terminal)
        } catch let error as RPCError {
            terminal.warn(terminal.text(of: error))
            tellAddress(after: TerminalExit.code(for: error))
            await client.close()
            throw TerminalExit.code(for: error)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }
}
