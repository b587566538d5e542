/// Spells words of Arabic, N'Ko and Tifinagh in Latin letters, as far as they are written.
///
/// These scripts leave vowels out. Where one may be missing the spelling has ``UnwrittenVowels/vowel``, so that محمد
/// is `m*h*m*d`, which ``UnwrittenVowels`` finds in Mohamed and Mamadou. The rules:
/// 1. vowel signs, lengthening strokes and doublings are not read, for most writers leave them out;
/// 2. ا, و and ي are long vowels; و and ي before a vowel or at the beginning are w and y; hamza, ʿayn and the alif
///    that carries a first vowel only show that a vowel is there;
/// 3. between two consonants a vowel may be missing;
/// 4. the article is dropped, as El and Al are; ʿabd and abū join what follows, Allāh and ad-dīn what stands
///    before: they are parts of one name (Abdoulaye, Boubacar, Nouredine), whose article is assimilated to a sun
///    letter (Abdourahmane);
/// 5. words for son and daughter of, and titles, become those of ``NameForm``.
enum ScriptSpelling {
    /// A word as it was written: folded already, or codes of ``ScriptLetters``.
    struct Word {
        var letters: [UInt8]
        let isCoded: Bool
    }

    /// The spellings of all words, in order.
    static func spellings(_ words: [Word]) -> [[UInt8]] {
        guard words.contains(where: \.isCoded) else { return words.map(\.letters) }
        var spellings: [[UInt8]] = []
        for word in joined(words) {
            let spelling =
                word.isCoded
                ? wordsOfCodes[word.letters] ?? spelling(withoutArticle(word.letters))
                : word.letters
            if !spelling.isEmpty { spellings.append(spelling) }
        }
        return spellings.map { Array($0.prefix(MatchingLimits.tokenBytesMax)) }
    }

    // MARK: Words

    private static func joined(_ words: [Word]) -> [Word] {
        var joined: [Word] = []
        for word in words.flatMap(apart) {
            guard word.isCoded, let last = joined.last, last.isCoded else {
                joined.append(word)
                continue
            }
            if last.letters == servant || endings.contains(word.letters) {
                joined[joined.count - 1].letters += assimilated(word.letters)
            } else if fathers.contains(last.letters) {
                joined[joined.count - 1].letters += withoutArticle(word.letters)
            } else {
                joined.append(word)
            }
        }
        return joined
    }

    /// ʿAbd and what was written together with it.
    private static func apart(_ word: Word) -> [Word] {
        guard word.isCoded, word.letters.starts(with: servant + article) else { return [word] }
        return [servant, Array(word.letters.dropFirst(servant.count))]
            .map { Word(letters: $0, isCoded: true) }
    }

    /// A word after another of one name: the vowel between both, and the l of the article where it is heard.
    private static func assimilated(_ codes: [UInt8]) -> [UInt8] {
        let rest = withoutArticle(codes)
        guard rest.count < codes.count, let first = rest.first else { return codes }
        return sunLetters.contains(first) ? silent + rest : silent + article.dropFirst() + rest
    }

    private static func withoutArticle(_ codes: [UInt8]) -> [UInt8] {
        // Two letters are no name: with them the article is a part of it.
        codes.starts(with: article) && codes.count >= article.count + 2
            ? Array(codes.dropFirst(article.count)) : codes
    }

    private static func codes(_ text: StaticString) -> [UInt8] { Array("\(text)".utf8) }

    private static let article = codes("Al")
    private static let silent = codes("-")
    private static let servant = codes("-bd")
    private static let fathers = [codes("AbW"), codes("bW")]
    private static let endings = [codes("Allh"), codes("AldYn")]
    private static let sunLetters = codes("tdrzsSln")

    /// Words that ``NameForm`` gives a meaning.
    private static let wordsOfCodes: [[UInt8]: [UInt8]] = {
        let words: [(StaticString, StaticString)] = [
            ("bn", "ben"), ("Abn", "ibn"), ("bnt", "bint"), ("Wld", "ould"), ("mnt", "mint"),
            ("Ag", "ag"), ("ag", "ag"), ("Ak", "ag"), ("WAlt", "walet"), ("Wlt", "walet"),
            ("AlhAJ", "hadj"), ("hAJ", "hadj"), ("AlhAJ+", "hadja"), ("hAJ+", "hadja"),
            ("AlsYd", "mr"), ("AlsYd+", "mme"), ("Al", "al"),
        ]
        return Dictionary(uniqueKeysWithValues: words.map { (codes($0), codes($1)) })
    }()

    // MARK: Letters

    private struct Sound {
        enum Kind {
            case consonant
            case vowel
            /// It shows that a vowel is there, and is not heard itself.
            case silent
            /// A vowel that the last letter stands for.
            case ending
        }

        let kind: Kind
        let letters: [UInt8]
    }

    private static func spelling(_ codes: [UInt8]) -> [UInt8] {
        let sounds = codes.indices.map { sound(codes, $0) }
        var spelling: [UInt8] = []
        for (place, sound) in sounds.enumerated() {
            spelling += sound.letters
            guard sound.kind == .consonant || sound.kind == .silent, place + 1 < sounds.count,
                mayMissVowel(between: sound, sounds[place + 1]),
                spelling.last != UnwrittenVowels.vowel
            else { continue }
            spelling.append(UnwrittenVowels.vowel)
        }
        return spelling
    }

    private static func mayMissVowel(between sound: Sound, _ next: Sound) -> Bool {
        switch next.kind {
        case .vowel, .ending: false
        case .silent: true
        // "dia" and "nia" are one sound in the spellings of the region.
        case .consonant:
            next.letters != Array("y".utf8) || !"dtn".utf8.contains(sound.letters.first ?? 0)
        }
    }

    private static func sound(_ codes: [UInt8], _ place: Int) -> Sound {
        let code = codes[place]
        let isFirst = place == 0
        let isBeforeVowel = place + 1 < codes.count && "AWYaeiou*".utf8.contains(codes[place + 1])
        switch code {
        case UInt8(ascii: "A"):
            return isFirst ? Sound(kind: .silent, letters: []) : vowel("a")
        case UInt8(ascii: "W"): return isFirst || isBeforeVowel ? consonant("w") : vowel("u")
        case UInt8(ascii: "Y"): return isFirst || isBeforeVowel ? consonant("y") : vowel("i")
        case UInt8(ascii: "-"): return Sound(kind: .silent, letters: [])
        case UnwrittenVowels.vowel, UnwrittenVowels.feminine:
            return Sound(kind: .ending, letters: [code])
        case UInt8(ascii: "S"): return consonant("sh")
        case UInt8(ascii: "J"): return consonant("dj")
        case UInt8(ascii: "C"): return consonant("ch")
        case UInt8(ascii: "N"): return consonant("ny")
        case UInt8(ascii: "G"): return consonant("ng")
        case UInt8(ascii: "B"): return consonant("gb")
        default:
            return Sound(kind: "aeiou".utf8.contains(code) ? .vowel : .consonant, letters: [code])
        }
    }

    private static func consonant(_ letters: String) -> Sound {
        Sound(kind: .consonant, letters: Array(letters.utf8))
    }

    private static func vowel(_ letter: String) -> Sound {
        Sound(kind: .vowel, letters: Array(letter.utf8))
    }
}
