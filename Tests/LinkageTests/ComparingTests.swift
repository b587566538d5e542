import Testing

@testable import Linkage

@Suite struct ComparingTests {
    /// The levels of two rows, by part.
    private func levels(
        _ left: [String], _ right: [String], _ lines: String...
    ) throws -> [ComparisonKind: AgreementLevel] {
        let mapping = try LinkageMapping(lines: lines)
        let table = try Lists.table(
            mapping, headers: left.indices.map { "h\($0)" }, [left, right])
        let configuration = LinkageConfiguration.standard
        let comparer = RecordComparer(table, configuration)
        let pattern = comparer.compare(0, 1).pattern
        var found: [ComparisonKind: AgreementLevel] = [:]
        for (place, part) in comparer.parts.enumerated() {
            let scale = configuration.levels(of: part.kind)
            let level = pattern[place]
            found[part.kind] = level < scale.count ? scale[level].level : .missing
        }
        return found
    }

    @Test(arguments: [
        ("Traoré", "TRAORE", AgreementLevel.exact), ("Coulibaly", "Kulibali", .soundsAlike),
        ("Djénéba", "Zeïnabou", .soundsAlike), ("Hoffmann", "Hoffmsnn", .close),
        ("Robert", "Rob", .partial), ("Fatoumata Binta", "Fatoumata", .close),
        ("Fatoumata Binta", "Fatoumata Awa", .partial), ("Awa", "A.", .partial),
        ("Awa", "Issa", .differs), ("Awa", "", .missing), ("", "nan", .missing),
    ])
    func `names agree by spelling sound and slip`(
        left: String, right: String, level: AgreementLevel
    ) throws {
        #expect(try levels([left], [right], "h0 = given")[.given] == level)
    }

    @Test func `names in each other's place are found`() throws {
        let found = try levels(
            ["Moussa", "Guindo"], ["Guindo", "Musa"], "h0 = given", "h1 = family")
        #expect(found[.nameOrder] == .swapped)
        #expect(found[.given] == .soundsAlike)
        #expect(found[.family] == .exact)
        // The family's name in both: brothers, not one person.
        let brothers = try levels(
            ["Guindo", "Moussa"], ["Salif", "Guindo"], "h0 = given", "h1 = family")
        #expect(brothers[.given] == .differs)
        #expect(brothers[.nameOrder] == .missing)
    }

    // A family name alone counted as a given name that is the same: of all brothers.
    @Test(arguments: [
        (["Guindo", ""], ["Moussa", "Guindo"], AgreementLevel.missing, AgreementLevel.exact),
        (["Salif", "Guindo"], ["", "Salif"], .exact, .missing),
        (["Guindo", ""], ["", "Guindo"], .missing, .exact),
        // Neither of the two names.
        (["Guindo", ""], ["Moussa", "Togo"], .differs, .missing),
    ])
    func `one name alone in the other's place is what the fuller form says`(
        left: [String], right: [String], given: AgreementLevel, family: AgreementLevel
    ) throws {
        for (left, right) in [(left, right), (right, left)] {
            let found = try levels(left, right, "h0 = given", "h1 = family")
            #expect(found[.given] == given)
            #expect(found[.family] == family)
            #expect(found[.nameOrder] == (given == .differs ? .missing : .swapped))
        }
    }

    @Test(arguments: [
        ("1971-06-24", "1971-06-24", AgreementLevel.exact, AgreementLevel.missing),
        ("1971-06-24", "1971-06-29", .close, .missing),
        ("1971-06-24", "1917-06-24", .close, .missing),
        ("1971-06-08", "1971-08-06", .close, .missing),
        ("1959-04-07", "2008-04-07", .twoParts, .missing),
        ("1971-06-24", "1971-07-01", .near, .missing),
        ("1971-06-24", "1970-01-13", .year, .missing),
        ("1971-06-24", "1988-11-02", .differs, .missing),
        // 1 January says the year alone, whatever stands beside it.
        ("1971-01-01", "1971-01-01", .missing, .exact),
        ("1971-01-01", "1971-09-13", .missing, .exact),
        ("1971", "1972", .missing, .near), ("1971", "1974", .missing, .differs),
        ("~1971", "1975", .missing, .tolerated), ("~1971", "1980", .missing, .differs),
        // Who bears the grandmother's name is not she.
        ("~1971", "1986", .missing, .generation), ("1950", "2016-05-03", .missing, .generation),
    ])
    func `dates agree by what they know`(
        left: String, right: String, day: AgreementLevel, year: AgreementLevel
    ) throws {
        let found = try levels([left], [right], "h0 = birth")
        #expect(found[.birthDay] == day)
        #expect(found[.birthYear] == year)
    }

    @Test(arguments: [
        ("h0 = phone", "+223 70 12 34 56", "70123456", ComparisonKind.phone, AgreementLevel.exact),
        ("h0 = phone", "70123456", "70123465", .phone, .close),
        ("h0 = document", "AB-123 456", "ab123456", .document, .exact),
        ("h0 = document", "AB123456", "AB128456", .document, .close),
        ("h0 = document", "1234", "1235", .document, .differs),
        ("h0 = place", "Bandiagara", "BANDIAGARRA", .place, .soundsAlike),
        ("h0 = place", "Ende", "Koro", .place, .differs),
        // A code is chosen, and not spelt; of the place that it is of, a name does not tell.
        ("h0 = place", "ML1903", "ml1903 ", .place, .exact),
        ("h0 = place", "ML1903", "ML1904", .place, .differs),
        ("h0 = place", "ML1903", "ML190301", .place, .missing),
        ("h0 = place", "ML1903", "Koro", .place, .missing),
        ("h0 = place", "Koro 2", "Koro", .place, .close),
        ("h0 = text", "12 rue du Marché", "12, rue du marche", .text, .exact),
        ("h0 = text", "rue du Grand Marché", "rue du Grand Marhcé", .text, .close),
        ("h0 = code", "4011", "4012", .code, .close), ("h0 = sex", "Femme", "F", .sex, .exact),
        ("h0 = sex", "H", "féminin", .sex, .differs), ("h0 = sex", "?", "F", .sex, .missing),
    ])
    func `other values agree by their type`(
        line: String, left: String, right: String, kind: ComparisonKind, level: AgreementLevel
    ) throws {
        #expect(try levels([left], [right], line)[kind] == level)
    }

    @Test func `several numbers agree by the best pair`() throws {
        let found = try levels(
            ["70123456", "66000001"], ["66000001", ""], "h0 = phone", "h1 = phone")
        #expect(found[.phone] == .exact)
    }

    @Test(arguments: [
        ("abcd", "abcd", true), ("abcd", "abxd", true), ("abcd", "abd", true),
        ("abcd", "abxcd", true), ("abcd", "acbd", true), ("abcd", "abdx", false),
        ("abcd", "ab", false), ("abcd", "badc", false), ("", "a", true), ("ab", "ba", true),
    ])
    func `one slip is one of Damerau's`(left: String, right: String, isOne: Bool) {
        // Equal texts count as one slip at most: the callers have looked for equality before.
        #expect(Slips.isOne(Array(left.utf8), Array(right.utf8)) == (isOne && left != right))
        #expect(Slips.isOne(Array(right.utf8), Array(left.utf8)) == (isOne && left != right))
    }
}
