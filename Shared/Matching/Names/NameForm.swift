/// One name of a person, standardised.
public struct NameToken: Hashable, Sendable {
    /// The folded spelling: lower-case a–z, with places of missing vowels where the script leaves them out
    /// (``ScriptSpelling``), or the UTF-8 of a script that is not read.
    public let spelling: [UInt8]
    /// Whether a patronymic particle stood before it: it names the father.
    public let isPatronym: Bool

    init(spelling: [UInt8], isPatronym: Bool = false) {
        self.spelling = spelling
        self.isPatronym = isPatronym
    }
}

/// A name field, standardised: folded, without titles, patronymic particles turned into meaning.
///
/// Titles (El Hadj, Mme, Dr) are dropped unless nothing else is there, since Hadja is also a given
/// name. Cheick, Sidi, Moulaye, Thierno and Lalla are honorifics that are given names too, and are names
/// here: people are called by them alone. Ag, Walet, Ould, Mint, Bint, Ben and Ibn mark the name that
/// follows as the father's.
/// At most ``MatchingLimits/nameTokensMax`` names are kept.
public struct NameForm: Hashable, Sendable {
    /// The names in the order written.
    public private(set) var tokens: [NameToken]

    /// The form of one text.
    public init(_ text: String) {
        self.init(words: Self.words(of: text))
    }

    init(words: [[UInt8]]) {
        var tokens: [NameToken] = []
        var titles: [NameToken] = []
        var isPatronym = false
        for word in Self.joiningProclitics(words) {
            if Self.particles.contains(word) {
                isPatronym = true
            } else if Self.titles.contains(word) {
                titles.append(NameToken(spelling: word))
            } else {
                tokens.append(NameToken(spelling: word, isPatronym: isPatronym))
                isPatronym = false
            }
        }
        // "El" alone, or a particle alone, is no name; "Hadja" alone is.
        let fallback = titles.filter { $0.spelling.count > 3 }
        self.tokens = Array(
            (tokens.isEmpty ? fallback : tokens).prefix(MatchingLimits.nameTokensMax))
    }

    /// Takes the last name off when there are two or more, for a full name written in one field.
    mutating func splitLast() -> NameForm? {
        guard tokens.count >= 2 else { return nil }
        let last = tokens.removeLast()
        var family = NameForm(words: [])
        family.tokens = [last]
        // In "Ahmed Ag Intalla Ag Attaher" the whole chain of patronyms is the family name.
        while tokens.count >= 2, let previous = tokens.last, previous.isPatronym {
            family.tokens.insert(tokens.removeLast(), at: 0)
        }
        return family
    }

    /// The folded words of a text, in order; empty for a text without letters.
    package static func words(of text: String) -> [[UInt8]] {
        var words: [ScriptSpelling.Word] = []
        var word = ScriptSpelling.Word(letters: [], isCoded: false)
        func close() {
            if !word.letters.isEmpty { words.append(word) }
            word.letters.removeAll(keepingCapacity: true)
        }
        func append(_ letters: some Collection<UInt8>, isCoded: Bool) {
            if word.isCoded != isCoded {
                close()
                word = ScriptSpelling.Word(letters: [], isCoded: isCoded)
            }
            // A character is kept whole or not at all, so that the bytes stay UTF-8.
            if word.letters.count + letters.count <= MatchingLimits.tokenBytesMax {
                word.letters += letters
            }
        }
        for scalar in text.unicodeScalars.prefix(MatchingLimits.fieldScalarsMax) {
            if let codes = ScriptLetters.codes(scalar) {
                if !codes.isEmpty { append(codes, isCoded: true) }
                continue
            }
            switch LatinFolding.fold(scalar) {
            case .letter(let byte): append(CollectionOfOne(byte), isCoded: false)
            case .letters(let first, let second): append([first, second], isCoded: false)
            case .nothing: continue
            case .separator: close()
            case .other:
                append(UTF8.encode(scalar).map(Array.init) ?? [], isCoded: false)
            }
        }
        close()
        return ScriptSpelling.spellings(words)
    }

    /// "N Diaye" is "Ndiaye".
    private static func joiningProclitics(_ words: [[UInt8]]) -> [[UInt8]] {
        guard let index = words.dropLast().firstIndex(of: [UInt8(ascii: "n")]) else { return words }
        var joined = words
        joined[index + 1] = joined[index] + joined[index + 1]
        joined.remove(at: index)
        return joined
    }

    private static let titles = folded([
        "el", "al", "hadj", "hadji", "hadja", "hadjia", "hajj", "haj", "hajji", "haji", "haja",
        "hajia",
        "elhadj", "elhadji", "elhadja", "elhaj", "elhajj", "alhaji", "alhadji", "alhaj", "alhadj",
        "alhaja", "mme", "madame", "mlle", "mr", "mrs", "ms", "miss", "monsieur", "dr", "docteur",
        "pr",
        "imam", "mallam", "malam", "feu", "feue", "dit", "dite", "alias", "veuve", "vve", "epouse",
        "epse",
    ])

    private static let particles = folded([
        "ag", "walet", "wallet", "oualet", "ouallet", "welet", "oualett", "walett", "ould", "wuld",
        "weld",
        "wld", "oueld", "mint", "minte", "bint", "bent", "ben", "bin", "ibn",
    ])

    private static func folded(_ words: [String]) -> Set<[UInt8]> {
        Set(words.map { Array($0.utf8) })
    }
}
