import Basics
public import Catalogue

/// What is wrong with the files of one side of TLS, and with which of them.
public struct TLSFileError: ExplainedError, Sendable, CustomStringConvertible {
    private let text: FileText
    private let arguments: [String: String]

    static func noCertificate(_ path: String) -> Self {
        Self(text: .noCertificate, arguments: ["path": path])
    }

    static func noServerName(_ files: TLSFiles) -> Self {
        Self(text: .noServerName, arguments: ["path": files.certificate])
    }

    static func expired(_ files: TLSFiles, on expires: Timestamp) -> Self {
        Self(text: .expired, arguments: ["path": files.certificate, "expires": "\(expires)"])
    }

    /// One of them cannot be read as what it should be, or they belong to different owners.
    static func unfit(_ files: TLSFiles) -> Self {
        Self(
            text: .unfit,
            arguments: [
                "certificate": files.certificate, "key": files.privateKey,
                "authority": files.authority,
            ])
    }

    /// What is wrong, with the file's path, as a part of a sentence.
    public func text(in language: Language) -> String {
        text.text(in: language, arguments: arguments)
    }

    /// The same for a log.
    public var description: String { text(in: .english) }
}
