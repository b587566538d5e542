import Access
import Yams

/// Reads a YAML file key by key, lets environment variables override single values, and collects
/// what is wrong.
///
/// The variable of key `log.level` is `JATIGI_LOG_LEVEL`. A key that nobody reads is a problem too,
/// so that a mistyped key is found by `--check-config` and not in the field.
final class ConfigurationReader {
    private let file: String
    private let environment: [String: String]
    private let root: Yams.Node.Mapping
    private var known: Set<String> = []
    private(set) var problems: [ConfigurationProblem] = []

    init(file: String, text: String, environment: [String: String]) throws(ConfigurationError) {
        self.file = file
        self.environment = environment
        let node: Yams.Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw ConfigurationError(problems: [Self.problem(of: error, in: file)])
        }
        guard let mapping = node?.mapping else {
            throw ConfigurationError(problems: [
                ConfigurationProblem(location: file, .mappingExpected)
            ])
        }
        root = mapping
    }

    /// What the library found, in words of our own: its own are English.
    private static func problem(of error: any Error, in file: String) -> ConfigurationProblem {
        switch error as? YamlError {
        case .scanner(let context, _, let mark, _), .parser(let context, _, let mark, _),
            .composer(let context, _, let mark, _):
            // A bracket or a quotation mark that is never closed is missed at the end; what helps is where it is opened.
            return ConfigurationProblem(
                location: "\(file):\((context?.mark ?? mark).line)", .notYAML)
        case .duplicatedKeysInMapping(let keys, let context):
            return ConfigurationProblem(
                location: "\(file):\(context.mark.line)", key: keys.joined(separator: ", "),
                .keyTwice)
        default:
            return ConfigurationProblem(location: file, .notYAML)
        }
    }

    /// Bytes of a configuration file: far more than one holds.
    private static let bytesMax = 1 << 20

    /// The text of a file that nobody but its owner can change.
    static func text(ofFile path: String) throws(ConfigurationError) -> String {
        do {
            let bytes = try TrustedFile.read(path: path, byteCountMax: bytesMax)
            if let text = String(validating: bytes, as: UTF8.self) { return text }
        } catch {
            throw ConfigurationError(problems: [
                ConfigurationProblem(location: path, .unreadable, cause: error)
            ])
        }
        throw ConfigurationError(problems: [
            ConfigurationProblem(location: path, .notUTF8)
        ])
    }

    /// The path of a file; empty where none is named. One from the file is relative to that file, one from the
    /// environment to where the program runs.
    func path(_ key: String) -> String {
        let path = text(key, standard: "")
        let isOverride = environment[Self.variable(of: key)].map { !$0.isEmpty } ?? false
        return isOverride ? path : PathResolver(file: file).resolve(path)
    }

    /// The text of a key; `standard` where it is absent; a problem where that is nil.
    func text(_ key: String, standard: String? = nil) -> String {
        if let override = environment[Self.variable(of: key)], !override.isEmpty {
            known.insert(key)
            return override
        }
        guard let node = node(key) else {
            if standard == nil { report(key, nil, .required) }
            return standard ?? ""
        }
        guard let text = node.scalar?.string, !text.isEmpty else {
            report(key, node, .textExpected)
            return ""
        }
        return text
    }

    /// A text that must be one of some words.
    func choice(_ key: String, of words: [String], standard: String) -> String {
        let text = text(key, standard: standard)
        // What is no text at all has been reported.
        if words.contains(text) || text.isEmpty { return text }
        report(
            key, node(key), .notOneOf, ["value": text, "words": words.joined(separator: ", ")])
        return standard
    }

    /// A whole number within a range.
    func integer(_ key: String, in range: ClosedRange<Int>, standard: Int) -> Int {
        let text = text(key, standard: String(standard))
        if let value = Int(text), range.contains(value) { return value }
        report(
            key, node(key), .notInRange,
            ["value": text, "least": "\(range.lowerBound)", "most": "\(range.upperBound)"])
        return standard
    }

    /// A decimal number within a range; nil where the key is absent.
    func decimal(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard mentions([key]) else { return nil }
        let text = text(key, standard: "")
        if let value = Double(text), range.contains(value) { return value }
        report(
            key, node(key), .notBetween,
            ["value": text, "least": "\(range.lowerBound)", "most": "\(range.upperBound)"])
        return nil
    }

    /// A list of texts, or a comma-separated environment variable.
    func list(_ key: String, standard: [String] = []) -> [String] {
        if let override = environment[Self.variable(of: key)], !override.isEmpty {
            known.insert(key)
            return override.split(separator: ",").map { String($0).trimmingSpaces() }
        }
        guard let node = node(key) else { return standard }
        guard let sequence = node.sequence else {
            report(key, node, .listExpected)
            return []
        }
        return sequence.compactMap { element in
            guard let text = element.scalar?.string else {
                report(key, element, .listExpected)
                return nil
            }
            return text
        }
    }

    /// The names that stand below a key in the file.
    func names(below key: String) -> [String] {
        guard let node = node(key) else { return [] }
        guard let mapping = node.mapping else {
            report(key, node, .mappingExpected)
            return []
        }
        return mapping.keys.compactMap(\.string)
    }

    /// Whether the file or a variable says anything about one of some keys.
    func mentions(_ keys: [String]) -> Bool {
        keys.contains { key in
            let override = environment[Self.variable(of: key)] ?? ""
            return !override.isEmpty || node(key) != nil
        }
    }

    func report(
        _ key: String, _ reason: ConfigurationText, _ arguments: [String: String] = [:]
    ) {
        report(key, node(key), reason, arguments)
    }

    /// Throws what was wrong, keys that nobody asked for included.
    func finish() throws(ConfigurationError) {
        reportUnknown(in: root, path: "")
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
    }

    private func reportUnknown(in mapping: Yams.Node.Mapping, path: String) {
        for (keyNode, value) in mapping {
            let name = keyNode.string ?? "?"
            let key = path.isEmpty ? name : "\(path).\(name)"
            if known.contains(key) { continue }
            if let below = value.mapping, known.contains(where: { $0.hasPrefix(key + ".") }) {
                reportUnknown(in: below, path: key)
            } else {
                report(key, keyNode, .unknownKey)
            }
        }
    }

    private func node(_ key: String) -> Yams.Node? {
        known.insert(key)
        var node: Yams.Node? = .mapping(root)
        for part in key.split(separator: ".") {
            node = node?.mapping?[String(part)]
        }
        return node
    }

    private func report(
        _ key: String, _ node: Yams.Node?, _ reason: ConfigurationText,
        _ arguments: [String: String] = [:]
    ) {
        let line = node?.mark.map { ":\($0.line)" } ?? ""
        let variable = Self.variable(of: key)
        let location = environment[variable] == nil ? "\(file)\(line)" : "$\(variable)"
        problems.append(
            ConfigurationProblem(location: location, key: key, reason, arguments))
    }

    static func variable(of key: String) -> String {
        "JATIGI_" + key.uppercased().replacing(".", with: "_")
    }
}

extension String {
    func trimmingSpaces() -> String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
