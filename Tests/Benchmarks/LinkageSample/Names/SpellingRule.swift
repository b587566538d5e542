/// A way to write or to hear a sound otherwise: by letters and what stands beside them, never by name.
///
/// Written `letters=other|other`, `other` empty where the letters go. Before the letters, `^` asks for the
/// word's start and `'` for a vowel; after them, `$` asks for its end, `V` for a vowel, `C` for a consonant,
/// `E` for a front vowel, `A` for another letter than that.
struct SpellingRule {
    private enum Before { case anything, start, vowel }
    private enum After { case anything, end, vowel, consonant, front, notFront }

    private let before: Before
    private let letters: Letters
    private let after: After
    private let others: [Letters]

    init(_ text: Substring) {
        let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        precondition(sides.count == 2, "a rule is letters=others")
        var letters = Letters(word: sides[0])
        switch letters.first {
        case "^": before = .start
        case "'": before = .vowel
        default: before = .anything
        }
        if before != .anything { letters.removeFirst() }
        switch letters.last {
        case "$": after = .end
        case "V": after = .vowel
        case "C": after = .consonant
        case "E": after = .front
        case "A": after = .notFront
        default: after = .anything
        }
        if after != .anything { letters.removeLast() }
        self.letters = letters
        others = sides[1].split(separator: "|", omittingEmptySubsequences: false).map {
            Letters(word: $0)
        }
    }

    /// Rules, parted by blanks.
    static func list(_ text: String) -> [SpellingRule] {
        text.split(separator: " ").map { SpellingRule($0) }
    }

    /// Where it may be used.
    func places(in word: Letters) -> [Int] {
        guard word.count >= letters.count else { return [] }
        return (0...word.count - letters.count).filter { fits(word, $0) }
    }

    private func fits(_ word: Letters, _ place: Int) -> Bool {
        for (offset, letter) in letters.enumerated() where word[place + offset] != letter {
            return false
        }
        switch before {
        case .anything: break
        case .start: guard place == 0 else { return false }
        case .vowel: guard place > 0, word[place - 1].isVowel else { return false }
        }
        let next = place + letters.count < word.count ? word[place + letters.count] : nil
        return switch after {
        case .anything: true
        case .end: next == nil
        case .vowel: next?.isVowel == true
        case .consonant: next?.isVowel == false
        case .front: next?.isFront == true
        case .notFront: next?.isFront != true
        }
    }

    /// The word with another spelling at one place.
    func applied(to word: Letters, at place: Int, _ draw: inout Draw) -> Letters {
        Array(word[..<place]) + draw.element(others) + word[(place + letters.count)...]
    }

    /// The word with one other spelling wherever it may be.
    func applied(to word: Letters, _ draw: inout Draw) -> Letters {
        let other = draw.element(others)
        var result: Letters = []
        var place = 0
        while place < word.count {
            if place + letters.count <= word.count, !letters.isEmpty, fits(word, place) {
                result += other
                place += letters.count
            } else {
                result.append(word[place])
                place += 1
            }
        }
        return result
    }
}
