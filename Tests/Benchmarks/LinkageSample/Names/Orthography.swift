/// How a writer spells what the registers of the region spell in French.
enum Orthography: CaseIterable {
    case french, plain, english, bambara, arabic

    /// Rules in their order; each writer keeps to most of them.
    private var rules: [SpellingRule] {
        switch self {
        case .french, .plain: []
        case .english: Self.englishRules
        case .bambara: Self.bambaraRules
        case .arabic: Self.arabicRules
        }
    }

    private static let englishRules = SpellingRule.list(
        "ouV=w ou=u|oo|ou dj=j guE=g ch=sh é$=e|eh|ay é=e è=e ï=i|yi cA=k qu=k 'ssV=s ss=s tié=che gn=ny "
            + "yaV=ya aye$=ay|ai ae=aye ia=ia|iya")
    private static let bambaraRules = SpellingRule.list(
        "ouV=w ou=u dj=j guE=g gn=ny ch=s|c tié=ce cA=k qu=k cE=s é=e è=e ï=yi ll=l ss=s tt=t mm=m ia=iya "
            + "ao=awo ya$=ya h=|h")
    private static let arabicRules = SpellingRule.list(
        "ouV=w ou=u|oo|o dj=j ch=sh é=i|e e$=a|e o=u|o p=b guE=gh|g cA=q|k k=k|q ï=i|y h=h|kh a$=ah|a v=w "
            + "ss=ss|s")

    /// A word as this orthography has it.
    ///
    /// - Parameter kept: how much of the rules the writer keeps to.
    func spelt(_ word: Letters, kept: Double, _ draw: inout Draw) -> Letters {
        var word = word
        for rule in rules where draw.chance(kept) { word = rule.applied(to: word, &draw) }
        return self == .french ? word : word.map(\.plain)
    }
}
