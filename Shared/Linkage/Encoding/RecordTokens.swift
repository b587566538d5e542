internal import Matching

/// What a part of a record says, taken to pieces that two records can have in common.
///
/// Tokens come in groups, each of which has an equal share of the part: letter pairs bear slips of the pen,
/// sounds bear spellings (Coulibaly, Kulibali), and whole values make what agrees in all count more.
enum RecordTokens {
    /// The groups of a part; none where the record lacks it.
    static func groups(of part: RecordPart, values: [[UInt8]], birth: Birth) -> [[[UInt8]]] {
        let groups =
            switch part.field.type {
            case .given, .family, .name, .place: spoken(values)
            case .text: [pairs(of: values), words(of: values)]
            case .phone, .document, .code: [pairs(of: values), distinct(values.map { [$0] })]
            case .sex: [values]
            case .position: [values.flatMap { Position($0).squares }]
            case .birth: dates(birth, part.aspect)
            }
        return groups.filter { !$0.isEmpty }
    }

    /// Names: the letter pairs of their spellings and of their sounds, and the sounds.
    private static func spoken(_ values: [[UInt8]]) -> [[[UInt8]]] {
        let sounds = values.map {
            NameVariants.standard.representative(of: PhoneticKey.key(of: $0))
        }
        return [pairs(of: values), pairs(of: sounds), distinct(sounds.map { [$0] })]
    }

    /// A year with its neighbours (Vatsalan and Christen 2016, "Privacy-preserving matching of similar
    /// patients"); a day whole, in parts, and in parts whose order does not count.
    private static func dates(_ birth: Birth, _ aspect: RecordPart.Aspect) -> [[[UInt8]]] {
        guard aspect == .day else {
            guard birth.isKnown else { return [] }
            let near = -EncodingScheme.nearYears...EncodingScheme.nearYears
            return [near.map { number(Int(birth.year) + $0) }]
        }
        guard birth.hasDay else { return [] }
        let (month, day) = (Int(birth.month), Int(birth.day))
        return [
            [number(Int(birth.digits))], [number(month)], [number(day)],
            [number(min(month, day) * 100 + max(month, day))],
        ]
    }

    private static func pairs(of values: [[UInt8]]) -> [[UInt8]] {
        distinct(
            values.map { value in
                let edged = [0] + value + [0]
                return zip(edged, edged.dropFirst()).map { [$0, $1] }
            })
    }

    private static func words(of values: [[UInt8]]) -> [[UInt8]] {
        distinct(values.map { $0.split(separator: 0x20).map(Array.init) })
    }

    private static func number(_ number: Int) -> [UInt8] { Array(String(number).utf8) }

    /// Each token once, in the order of their coming.
    private static func distinct(_ tokens: [[[UInt8]]]) -> [[UInt8]] {
        var met: Set<[UInt8]> = []
        return tokens.joined().filter { met.insert($0).inserted }
    }
}
