/// Ages as they are said where nobody wrote the day down.
enum Ages {
    /// Years by which a guess is off: the older, the more.
    static func error(of age: Int, _ draw: inout Draw) -> Int {
        let most = max(1, abs(age) / 9)
        guard age > 1 else { return 0 }
        return draw.within(-most...most) * (draw.chance(0.6) ? 1 : 0)
    }

    /// Adults' ages gather on 0 and 5, as Whipple's index measures.
    static func heaped(_ age: Int, _ draw: inout Draw) -> Int {
        age >= 18 && draw.chance(0.5) ? (age + 2) / 5 * 5 : age
    }
}
