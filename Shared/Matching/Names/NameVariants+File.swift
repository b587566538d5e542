public import Catalogue
internal import DelimitedText

extension NameVariants {
    /// Why a file of variants cannot be used.
    public struct FileError: ExplainedError, Hashable, CustomStringConvertible {
        /// The file.
        public let path: String
        /// What is wrong with it.
        public let key: MessageKey
        /// What was found and what is allowed.
        public let arguments: [String: String]

        /// The file, the line and what is wrong with it.
        public func text(in language: Language) -> String {
            path + language.colon + key.text(in: language, arguments: arguments)
        }

        /// The English text.
        public var description: String { text(in: .english) }
    }

    /// Adds the classes of a file, in any encoding that a team's file may have; where something is wrong, none of them.
    public mutating func add(file path: String) throws(FileError) {
        let lines: [String]
        do throws(DelimitedTextError) {
            let limits = DelimitedTextLimits.standard
            let text = try DelimitedText(
                FileContents.read(path: path, bytesMax: limits.bytesMax), limits: limits)
            lines = text.utf8Lines.map { String(decoding: $0, as: UTF8.self) }
        } catch {
            throw FileError(
                path: path,
                key: MessageKey(rawValue: "file.\(error.code.rawValue)") ?? .file(.unreadable),
                arguments: ["limit": "\(error.limit)"])
        }
        do throws(Problem) {
            try add(lines: lines)
        } catch {
            throw FileError(
                path: path, key: .nameVariants(error.message),
                arguments: [
                    "line": "\(error.line)", "found": error.found,
                    "max": "\(MatchingLimits.variantsMax)",
                ])
        }
    }
}

extension NameVariants.Problem {
    fileprivate var message: NameVariantsMessage {
        switch code {
        case .tooFewNames: .tooFewNames
        case .notOneWord: .notOneWord
        case .tooManyNames: .tooManyNames
        }
    }
}
