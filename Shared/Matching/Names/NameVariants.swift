/// Classes of names that are one name in different languages, by custom or as short forms, beyond their sound.
///
/// ``standard`` ships with the engine; an operator adds lines of their own:
///
/// ```
/// # Names of the Dogon plateau
/// Amadingué, Amadigné, Ama
/// Traoré, Dembaga        # joins the class that has Traoré
/// ```
///
/// A short form or a nickname stands with the name that it is used for. One that is used for several names belongs in no
/// line: it would make them one.
///
/// A line is a class: names of one word with commas between them, in any spelling and script; `#` begins a
/// comment. A line that shares names with classes joins them all. Names are known by their sound, so one
/// spelling of each is enough, and of unvowelled scripts none: محمد is found in the class of Mohamed.
public struct NameVariants: Sendable {
    /// Why a line is no class.
    public struct Problem: Error, Hashable, Sendable {
        /// The kind.
        public enum Code: String, CaseIterable, Sendable {
            /// There are fewer than two names in the line.
            case tooFewNames
            /// A name is of several words, or has no letters.
            case notOneWord
            /// More names than ``MatchingLimits/variantsMax``.
            case tooManyNames
        }

        /// What is wrong.
        public let code: Code
        /// The line, from 1.
        public let line: Int
        /// The name that is wrong; empty where it is the line.
        public let found: String
    }

    private var classOfKey: [[UInt8]: [UInt8]] = [:]
    /// The sounds of all names, in the order of their coming: what unvowelled spellings are looked for in.
    private var members: [(sounds: [UInt8], key: [UInt8])] = []

    /// No classes.
    public init() {}

    /// Adds the classes of a file's lines; where one is wrong, none of them.
    public mutating func add(lines: [String]) throws(Problem) {
        var extended = self
        for (index, line) in lines.enumerated() {
            let text = line.prefix { $0 != "#" }
            guard text.contains(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }) else { continue }
            let spellings = text.split { $0 == "," || $0 == "،" || $0 == ";" }
            var names: [[UInt8]] = []
            for spelling in spellings where spelling.contains(where: { !$0.isWhitespace }) {
                let words = NameForm.words(of: String(spelling))
                guard words.count == 1 else {
                    throw Problem(code: .notOneWord, line: index + 1, found: Self.shown(spelling))
                }
                names.append(words[0])
            }
            guard names.count > 1 else {
                throw Problem(code: .tooFewNames, line: index + 1, found: "")
            }
            guard extended.members.count + names.count <= MatchingLimits.variantsMax else {
                throw Problem(code: .tooManyNames, line: index + 1, found: "")
            }
            extended.add(names)
        }
        self = extended
    }

    /// What tells these classes from others: the sounds of all names, each with its class. The same lines give the same.
    public var contents: [UInt8] {
        var contents: [UInt8] = []
        for (sounds, key) in members {
            for part in [sounds, key, classOfKey[key] ?? []] { contents += part + [0] }
        }
        return contents
    }

    /// The key that stands for the class of a phonetic key; the key itself when it has no class.
    public func representative(of key: [UInt8]) -> [UInt8] {
        if let known = classOfKey[key] { return known }
        guard UnwrittenVowels.areIn(key.span) else { return key }
        var best: (cost: Int, key: [UInt8])?
        for member in members {
            guard let cost = UnwrittenVowels.cost(of: key, as: member.sounds) else { continue }
            if best.map({ cost < $0.cost }) ?? true { best = (cost, member.key) }
        }
        return best.flatMap { classOfKey[$0.key] } ?? key
    }

    private mutating func add(_ names: [[UInt8]]) {
        let keys = names.map { PhoneticKey.key(of: $0) }
        let joined = Set(keys.compactMap { classOfKey[$0] })
        let representative = keys.compactMap { classOfKey[$0] }.first ?? keys[0]
        for (name, key) in zip(names, keys) where classOfKey[key] == nil {
            members.append((PhoneticKey.sounds(of: name), key))
        }
        if joined.count > 1 {
            for (key, former) in classOfKey where joined.contains(former) {
                classOfKey[key] = representative
            }
        }
        for key in keys { classOfKey[key] = representative }
    }

    /// A part of a file, in one line of bounded length.
    private static func shown(_ text: Substring) -> String {
        String(text.drop { $0.isWhitespace }.prefix(40))
    }
}
