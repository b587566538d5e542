import Access
import ArgumentParser
import Basics
import Catalogue
import Operations
import Terminal

extension TokenCommand {
    /// `jatigi token show`: whose token this device has, and until when.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: Translation(
                french: "Montre à qui est votre jeton, et jusqu'à quand il vaut.",
                english: "Show whose your token is, and until when it is valid."),
            discussion: Translation(
                french: """
                    Lit le jeton sans connexion ; la région seule peut dire s'il est authentique, ou retiré. Code de sortie 77 quand \
                    il a expiré.
                    """,
                english: """
                    Reads the token without a connection; only the region can say whether it is genuine, or withdrawn. Exit code 77 \
                    where it has expired.
                    """))

        @OptionGroup var connection: ConnectionOptions

        func run() throws {
            let terminal = connection.terminal
            let claims: Claims
            do {
                claims = try Claims.unverified(try connection.token())
            } catch is AccessError {
                terminal.warn(MessageKey.access(.malformed).text(in: terminal.language))
                throw TerminalExit.permission
            }
            let expires = Timestamp(millisecondsSinceEpoch: claims.expiresMilliseconds)
            let isOver = expires <= Timestamp.now()
            try connection.output.tell(
                isOver ? TokenText.over : .shown,
                [
                    "id": "\(claims.tokenID)", "subject": claims.subject,
                    "role": claims.role.rawValue,
                    "regions": claims.regions.joined(separator: " "), "expires": "\(expires)",
                ])
            if isOver { throw TerminalExit.permission }
        }
    }
}
