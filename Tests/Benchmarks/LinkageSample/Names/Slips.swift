/// What goes wrong between a mouth, an ear and a keyboard.
enum Slips {
    /// Sounds that are near to each other in the languages of the region, vowels that are heard or not, and endings
    /// that come and go.
    private static let heard = SpellingRule.list(
        "z=dj|s dj=z|di|j j=z|dj f=p p=f|b b=p d=t t=d g=k k=g ^h= ^a=ha|a ^o=ho 'h= s=ch ch=s cE=s 'sV=ss cA=k r=l l=r n=gn "
            + "gn=ni ou=o o=ou|a e=i|a i=e|é é=i|è|ey a=e|o ai=é aï=ay|é|a ao=awo|aou ia=a|iya ié=é oua=wa|oi "
            + "aha=a ama=a ata=at ati=at|aati tou$=ta|t ata$=atou|ati ou$=|ouna ne$=n n$=ne a$=|ou e$=|é m=n|mm nC=m "
            + "rC=ra lC=la|l br=bir dr=dir tr=tar gr=gour kr=kar ^i= ^a= 'ss=s 'll=l mm=m y=i|dj w=ou|v u=ou|i "
            + "el=al al=el gh=g|kh|r kh=k|h q=k é$=|er|i oul=ol aou=o ya=ia yi=i")

    private static let keyboard = ["azertyuiop", "qsdfghjklm", "wxcvbn"].map { Letters(word: $0) }

    /// A word as somebody else hears it.
    static func misheard(_ word: Letters, _ draw: inout Draw) -> Letters {
        guard word.count > 2 else { return word }
        for _ in 0..<24 {
            let rule = draw.element(heard)
            let places = rule.places(in: word)
            guard !places.isEmpty else { continue }
            let changed = rule.applied(to: word, at: draw.element(places), &draw)
            if changed.count > 1, changed != word { return changed }
        }
        return word
    }

    /// A word with one slip of the keyboard.
    static func mistyped(_ word: Letters, _ draw: inout Draw) -> Letters {
        guard word.count > 2 else { return word }
        var word = word
        let place = draw.below(word.count)
        switch draw.below(4) {
        case 0: word.remove(at: place)
        case 1: word.insert(word[place], at: place)
        case 2: word.swapAt(place, min(place + 1, word.count - 1))
        default: word[place] = neighbour(of: word[place].plain, &draw)
        }
        return word
    }

    private static func neighbour(of letter: Unicode.Scalar, _ draw: inout Draw) -> Unicode.Scalar {
        for row in keyboard {
            guard let place = row.firstIndex(of: letter) else { continue }
            let next = place + (draw.chance(0.5) ? 1 : -1)
            return row.indices.contains(next) ? row[next] : row[max(0, place - 1)]
        }
        return letter
    }

    /// What a person is called at home: the beginning or the end of the name, sometimes said twice.
    static func nickname(_ word: Letters, _ draw: inout Draw) -> Letters {
        let starts = word.indices.dropFirst().filter { place in
            !word[place].isVowel && word[place - 1].isVowel
        }
        guard starts.count > 1 else { return word }
        let isEnd = draw.chance(0.4)
        let part = isEnd ? word[starts[starts.count - 2]...] : word[..<starts[1]]
        guard part.count >= 2 else { return word }
        return part.count < 4 && draw.chance(0.3) ? Array(part + part) : Array(part)
    }
}
