/// One rewriting of the phonetic key.
struct PhoneticRule: Sendable {
    /// What must follow the letters for the rule to hold.
    enum Condition: Sendable {
        case any
        case beforeVowel
        /// Before e, i or y, where French softens c and writes gu for a hard g.
        case beforeFrontVowel
        /// Before b or p, where n sounds as m.
        case beforeLip
        /// Not before a, o, u or w, where the y of "ay" belongs to the next syllable (Maya).
        case notBeforeBackVowel
    }

    let letters: [UInt8]
    let sound: [UInt8]
    let condition: Condition

    init(_ letters: StaticString, _ sound: StaticString, _ condition: Condition = .any) {
        self.letters = Array(String(describing: letters).utf8)
        self.sound = Array(String(describing: sound).utf8)
        self.condition = condition
    }
}

/// A phonetic key for names of the Sahel as French, English and national orthographies write them.
///
/// The project's own; in the manner of Philips' Metaphone (1990): an ordered table of rewritings,
/// first match wins, longer letters first. The steps:
/// 1. h is dropped but for ch, sh and ph (Mahamadou, Sangharé, Konateh, Thiam); rh is gh (Rhissa, Ghissa), since both
///    write the voiced fricative of Tamasheq;
/// 2. the table below, letter group by letter group;
/// 3. doubled sounds become one (Cissé, Sise);
/// 4. a final e or i sound is dropped when two sounds remain (Ousmane, Osman; Touré, Turay).
///
/// Sounds: three vowels a, i (e, é, ai, ay, ei, y) and u (o, ou, oo, w); j (dj, di + vowel, dy);
/// x (ch, sh, tch, ti or ty + vowel); q (gn, ny, ni + vowel); k, s, f and the plain consonants.
/// Places of vowels that a script leaves out stay in the key (``UnwrittenVowels``). A name that holds letters of a
/// script that is not read is its own key.
public enum PhoneticKey {
    static let rules: [PhoneticRule] = [
        PhoneticRule("tch", "x"), PhoneticRule("sch", "x"),
        PhoneticRule("chi", "x", .beforeVowel), PhoneticRule("shi", "x", .beforeVowel),
        PhoneticRule("dji", "j", .beforeVowel), PhoneticRule("gni", "q", .beforeVowel),
        PhoneticRule("ch", "x"), PhoneticRule("sh", "x"), PhoneticRule("ph", "f"),
        PhoneticRule("ti", "x", .beforeVowel), PhoneticRule("ty", "x", .beforeVowel),
        PhoneticRule("dj", "j"), PhoneticRule("di", "j", .beforeVowel),
        PhoneticRule("dy", "j", .beforeVowel),
        PhoneticRule("gn", "q"), PhoneticRule("ny", "q", .beforeVowel),
        PhoneticRule("ni", "q", .beforeVowel),
        PhoneticRule("gu", "g", .beforeFrontVowel), PhoneticRule("qu", "k"),
        PhoneticRule("ck", "k"), PhoneticRule("c", "s", .beforeFrontVowel),
        PhoneticRule("c", "k"), PhoneticRule("q", "k"), PhoneticRule("x", "ks"),
        PhoneticRule("z", "s"), PhoneticRule("n", "m", .beforeLip),
        PhoneticRule("ai", "i", .notBeforeBackVowel), PhoneticRule("ay", "i", .notBeforeBackVowel),
        PhoneticRule("ei", "i", .notBeforeBackVowel), PhoneticRule("ey", "i", .notBeforeBackVowel),
        PhoneticRule("e", "i"), PhoneticRule("y", "i"), PhoneticRule("o", "u"),
        PhoneticRule("w", "u"), PhoneticRule("v", "u"),
    ]

    private static let rulesByLetter: [[PhoneticRule]] = (0..<26).map { letter in
        rules.filter { $0.letters[0] == UInt8(ascii: "a") + UInt8(letter) }
    }

    /// The key of one folded name (lower-case a–z); any other bytes are returned as they are.
    public static func key(of folded: [UInt8]) -> [UInt8] {
        var key = sounds(of: folded)
        if key.count > 2, key.last == UInt8(ascii: "i") { key.removeLast() }
        return key
    }

    /// The sounds of a folded name, all of them.
    static func sounds(of folded: [UInt8]) -> [UInt8] {
        guard folded.allSatisfy(isHeard) else { return folded }
        let letters = withoutSilentH(folded)
        var key: [UInt8] = []
        key.reserveCapacity(letters.count + 1)
        func append(_ sound: UInt8) {
            if key.last != sound { key.append(sound) }
        }
        var position = 0
        while position < letters.count {
            let rules = rules(of: letters[position])
            if let rule = rules.first(where: { matches($0, letters, at: position) }) {
                rule.sound.forEach(append)
                position += rule.letters.count
            } else {
                append(letters[position])
                position += 1
            }
        }
        return key.isEmpty ? folded : key
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isHeard(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte == UnwrittenVowels.vowel || byte == UnwrittenVowels.feminine
    }

    private static func rules(of letter: UInt8) -> [PhoneticRule] {
        isLetter(letter) ? rulesByLetter[Int(letter - UInt8(ascii: "a"))] : []
    }

    private static func withoutSilentH(_ letters: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(letters.count)
        for letter in letters {
            if letter == UInt8(ascii: "h") {
                switch kept.last {
                case UInt8(ascii: "c"), UInt8(ascii: "s"), UInt8(ascii: "p"): break
                case UInt8(ascii: "r"):
                    kept[kept.count - 1] = UInt8(ascii: "g")
                    continue
                default: continue
                }
            }
            kept.append(letter)
        }
        return kept
    }

    private static func matches(
        _ rule: PhoneticRule, _ letters: [UInt8], at position: Int
    ) -> Bool {
        let end = position + rule.letters.count
        guard end <= letters.count else { return false }
        for offset in rule.letters.indices where letters[position + offset] != rule.letters[offset]
        {
            return false
        }
        let next = end < letters.count ? letters[end] : 0
        switch rule.condition {
        case .any: return true
        case .beforeVowel: return "aeiouyw".utf8.contains(next)
        case .beforeFrontVowel: return "eiy".utf8.contains(next)
        case .beforeLip: return "bp".utf8.contains(next)
        case .notBeforeBackVowel: return !"aouw".utf8.contains(next)
        }
    }
}
