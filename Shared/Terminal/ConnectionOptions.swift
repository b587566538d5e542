import Access
public import ArgumentParser
import Catalogue
import Foundation
public import RPC
import Status
import Transport

/// Options that every command has: language, output, and how to reach the gateway.
public struct ConnectionOptions: ParsableArguments {
    /// Where the gateway is.
    @Option(
        name: .long,
        help: "Gateway endpoint, e.g. tls+tcp://jatigi.example:7400. Environment: JATIGI_GATEWAY.")
    public var gateway: String?

    /// File with the token; a secret.
    @Option(
        name: .long, help: "File with the access token (mode 0600). Environment: JATIGI_TOKEN_FILE."
    )
    public var tokenFile: String?

    /// Language of the output.
    @Option(
        name: .customLong("lang"), help: "Language / langue: fr, en. Environment: LC_ALL, LANG.")
    public var languageName: String?

    /// Output for programs.
    @Flag(name: .long, help: "Print JSON.")
    public var json = false

    /// For the parser.
    public init() {}

    /// Checks the language.
    public func validate() throws {
        if let languageName, Language(rawValue: languageName) == nil {
            throw ValidationError("--lang: fr | en")
        }
    }

    /// What to write to.
    public var terminal: Terminal {
        Terminal(language: languageName.flatMap { Language(rawValue: $0) })
    }

    /// A client of the gateway, with the user's token.
    ///
    /// - Throws: an exit code, after saying why.
    public func connect() throws -> RPCClient {
        let environment = ProcessInfo.processInfo.environment
        guard let url = gateway ?? environment["JATIGI_GATEWAY"], !url.isEmpty else {
            terminal.warn(ConnectionText.gatewayMissing)
            throw TerminalExit.configuration
        }
        let token = try token()
        do {
            return try RPCClient(
                serviceName: "gateway", endpoints: [try Endpoint(url)], authorization: { token })
        } catch let error as TransportError {
            terminal.warn(ConnectionText.gatewayUnusable, ["url": url, "reason": error.message])
            throw TerminalExit.configuration
        }
    }

    /// The user's token, a secret.
    ///
    /// - Throws: an exit code, after saying why.
    public func token() throws -> String {
        let variable = ProcessInfo.processInfo.environment["JATIGI_TOKEN_FILE"]
        guard let path = tokenFile ?? variable, !path.isEmpty else {
            terminal.warn(ConnectionText.tokenMissing)
            throw TerminalExit.configuration
        }
        do {
            return try SecretFile.read(path: path).withUnsafeBytes {
                String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            }
        } catch {
            terminal.warn(ConnectionText.tokenUnusable, ["path": path, "reason": error.message])
            throw TerminalExit.configuration
        }
    }

    /// Runs a command against the gateway; a failed call is told in the user's language and ends
    /// with its exit code.
    public func withGateway(_ body: (RPCClient, Terminal) async throws -> Void) async throws {
        let client = try connect()
        do {
            try await body(client, terminal)
        } catch let error as RPCError {
            terminal.warn(terminal.text(of: error))
            await client.close()
            throw TerminalExit.code(for: error)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }
}
