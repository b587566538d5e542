import Access
import ArgumentParser
import Basics
import Catalogue
import Operations
import Terminal

/// `jatigi token`: keys and tokens, for whoever runs a region.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: Translation(
            french: "Crée des clés et délivre des jetons.",
            english: "Make keys and issue tokens."),
        subcommands: [
            MakeKey.self, MakeSealingKey.self, MakeStorageKey.self, Issue.self, Show.self,
        ])

    struct MakeKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make-key",
            abstract: Translation(
                french: "Crée une clé de signature : FICHIER (secret) et FICHIER.public.",
                english: "Make a signing key: FILE (secret) and FILE.public."))

        @Argument(
            help: .text(
                french: "Fichier de la clé secrète ; il ne doit pas encore exister.",
                english: "File of the secret key; must not exist."))
        var file: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let terminal = output.terminal
            try tell(terminal) {
                let key = SigningKey.generate()
                try key.save(path: file)
                try TrustedFile.write(path: file + ".public", key.verificationKey.text + "\n")
                try output.tell(TokenText.keyMade, ["path": file, "id": key.keyID])
            }
        }
    }

    struct MakeSealingKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make-sealing-key",
            abstract: Translation(
                french:
                    "Crée une clé de scellement d'une région : FICHIER (secret) et FICHIER.public.",
                english: "Make a region's sealing key: FILE (secret) and FILE.public."))

        @Argument(
            help: .text(
                french: "Fichier de la clé secrète ; il ne doit pas encore exister.",
                english: "File of the secret key; must not exist."))
        var file: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let terminal = output.terminal
            try tell(terminal) {
                let key = SealingKey.generate()
                try key.save(path: file)
                try TrustedFile.write(path: file + ".public", key.publicKey.text + "\n")
                try output.tell(TokenText.sealingKeyMade, ["path": file])
            }
        }
    }

    struct MakeStorageKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make-storage-key",
            abstract: Translation(
                french: "Crée une clé pour garder des empreintes : FICHIER (secret).",
                english: "Make a key that fingerprints are stored with: FILE (secret)."))

        @Argument(
            help: .text(
                french: "Fichier de la clé secrète ; il ne doit pas encore exister.",
                english: "File of the secret key; must not exist."))
        var file: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            try tell(output.terminal) {
                try StorageKey.generate().save(path: file)
                try output.tell(TokenText.storageKeyMade, ["path": file])
            }
        }
    }

    struct Issue: ParsableCommand {
        private static let roles = Role.allCases.map(\.rawValue).joined(separator: " ")

        static let configuration = CommandConfiguration(
            commandName: "issue",
            abstract: Translation(
                french: "Délivre un jeton dans un fichier.",
                english: "Issue a token into a file."))

        @Option(
            name: .long,
            help: .text(
                french: "Fichier de la clé de signature secrète.",
                english: "File of the secret signing key."))
        var key: String

        @Option(
            name: .long,
            help: .text(
                french: "À qui est le jeton : 1 à 64 caractères a-z 0-9 . _ -",
                english: "Whose token: 1 to 64 of a-z 0-9 . _ -"))
        var subject: String

        @Option(
            name: .long,
            help: .text(
                french: "Rôle : \(roles)", english: "Role: \(roles)"))
        var role: String

        @Option(
            name: .long,
            help: .text(
                french: "Code d'une région ; à répéter pour plusieurs ; '*' pour toutes.",
                english: "Region codes; repeat for several; '*' for all."))
        var region: [String]

        @Option(
            name: .long,
            help: .text(
                french: "Jours de validité ; sans cela, le plus long que le rôle permet.",
                english: "Days until it expires; the role's longest where nothing is said."))
        var days: Int?

        @Flag(
            name: .long,
            help: .text(
                french: "Remplace le fichier s'il existe.",
                english: "Replace the file where it exists."))
        var replace = false

        @Argument(
            help: .text(
                french: "Fichier où écrire le jeton (mode 0600).",
                english: "File that the token is written to (mode 0600)."))
        var file: String

        @OptionGroup var output: OutputOptions

        func run() throws {
            let terminal = output.terminal
            guard let role = Role(rawValue: role) else {
                let roles = Role.allCases.map(\.rawValue).joined(separator: " ")
                terminal.warn(TokenText.roleUnknown, ["role": self.role, "roles": roles])
                throw TerminalExit.usage
            }
            try tell(terminal) {
                let issuer = TokenIssuer(
                    key: try SigningKey.load(path: key),
                    clock: { Timestamp.now().millisecondsSinceEpoch })
                let (token, claims) = try issuer.issue(
                    subject: subject, role: role, regions: region,
                    lifetimeMilliseconds: days.map { Int64($0) * 86_400_000 })
                try Array((token + "\n").utf8).withUnsafeBytes {
                    try SecretFile.write(path: file, $0, replacing: replace)
                }
                let expires = Timestamp(millisecondsSinceEpoch: claims.expiresMilliseconds)
                try output.tell(
                    TokenText.issued,
                    [
                        "path": file, "id": "\(claims.tokenID)", "subject": subject,
                        "role": role.rawValue, "expires": "\(expires)",
                    ])
            }
        }
    }
}

private func tell(_ terminal: Terminal, _ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as AccessError {
        terminal.warn(TokenText.failed, ["reason": terminal.text(of: error)])
        throw TerminalExit.data
    }
}

/// What is said about keys and tokens.
enum TokenText: String, MessageArea {
    case keyMade = "key_made"
    case sealingKeyMade = "sealing_key_made"
    case storageKeyMade = "storage_key_made"
    case issued
    case shown
    case over
    case roleUnknown = "role_unknown"
    case failed

    static let prefix = "token"

    var translation: Translation {
        switch self {
        case .keyMade:
            Translation(
                french: "Clé {id} : secrète dans {path}, publique dans {path}.public",
                english: "Key {id}: secret in {path}, public in {path}.public")
        case .sealingKeyMade:
            Translation(
                french: "Clé de scellement : secrète dans {path}, publique dans {path}.public",
                english: "Sealing key: secret in {path}, public in {path}.public")
        case .storageKeyMade:
            Translation(
                french: "Clé de stockage : secrète dans {path}. Sans elle, ce qu'elle garde est "
                    + "perdu : faites-en une copie à l'abri.",
                english: "Storage key: secret in {path}. What it keeps is lost without it: put a "
                    + "copy away.")
        case .issued:
            Translation(
                french:
                    "Jeton {id} pour {subject} ({role}) dans {path}, valable jusqu'au {expires}",
                english: "Token {id} for {subject} ({role}) in {path}, valid until {expires}")
        case .shown:
            Translation(
                french: "Jeton {id} de {subject} ({role}), régions {regions}, valable jusqu'au "
                    + "{expires}",
                english: "Token {id} of {subject} ({role}), regions {regions}, valid until "
                    + "{expires}")
        case .over:
            Translation(
                french: "Jeton {id} de {subject} ({role}), régions {regions}, EXPIRÉ le {expires}",
                english: "Token {id} of {subject} ({role}), regions {regions}, EXPIRED on "
                    + "{expires}")
        case .roleUnknown:
            Translation(
                french: "Le rôle « {role} » n'existe pas. Rôles : {roles}.",
                english: "There is no role “{role}”. Roles: {roles}.")
        case .failed: Translation(french: "Impossible : {reason}.", english: "Failed: {reason}.")
        }
    }
}
