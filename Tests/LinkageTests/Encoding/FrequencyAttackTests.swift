import Access
import Testing

@testable import Linkage

/// An attacker who succeeds against filters without hardening, and not against ours.
@Suite struct FrequencyAttackTests {
    /// Given names of which each is rarer than the one before, as among people.
    private static let names = [
        "Moussa", "Fanta", "Drissa", "Penda", "Bakary", "Coumba", "Yelli", "Zakaria", "Hawoye",
        "Kindi", "Sory", "Tidiani", "Oumou", "Gogo", "Ladji", "Nampe",
    ]
    private static let count = 1_000

    private let key: HashingKey
    private let people: [[String]]
    private let shares: [String: Double]

    init() throws {
        key = try EncodedPeople.key(UInt8(ascii: "a"))
        // Shares of a sixth less each time, in an order that mixes them with the other fields.
        var given: [String] = []
        var rest = Double(Self.count)
        for name in Self.names {
            let bearers = name == Self.names.last ? Self.count - given.count : Int(rest / 6)
            given += Array(repeating: name, count: bearers)
            rest -= Double(bearers)
        }
        let strangers = Lists.strangers(Self.count)
        people = given.enumerated().map { place, name in
            [name] + strangers[place * 1_237 % Self.count].dropFirst()
        }
        shares = Dictionary(grouping: given, by: \.self).mapValues {
            Double($0.count) / Double(Self.count)
        }
    }

    /// What an attacker reaches who always says the commonest name.
    private var commonest: Double { shares.values.max() ?? 0 }

    /// Share of the people whose given name an attacker says right.
    private func success(_ guesses: [String?], ids: [Int]? = nil) -> Double {
        let right = guesses.enumerated().count { place, guess in
            guess != nil && guess == people[ids?[place] ?? place][0]
        }
        return Double(right) / Double(guesses.count)
    }

    /// Filters as Schnell, Bachteler and Reiher made them at first: letter pairs set bits, all under the key.
    private func plain(_ fields: [Int], bits: Int) -> [[UInt64]] {
        people.map { row in
            var filter = [UInt64](repeating: 0, count: bits / 64)
            for field in fields {
                let text = [0x5F] + Array(row[field].lowercased().utf8) + [0x5F]
                for pair in zip(text, text.dropFirst()) {
                    let drawn = key.bytes(for: [UInt8(field), pair.0, pair.1], count: 20)
                    for place in stride(from: 0, to: 20, by: 2) {
                        let bit = (Int(drawn[place]) | Int(drawn[place + 1]) << 8) % bits
                        filter[bit / 64] |= 1 << UInt64(bit % 64)
                    }
                }
            }
            return filter
        }
    }

    @Test func `filters of one field are read by their frequencies`() {
        let attack = FrequencyAttack(filters: plain([0], bits: 512), shares: shares)
        #expect(success(attack.byWholeFilters()) > 0.9)
    }

    @Test func `filters of whole records that are not hardened are read by their patterns`() {
        let attack = FrequencyAttack(filters: plain([0, 3], bits: 1024), shares: shares)
        #expect(success(attack.byWholeFilters()) < 0.05)
        #expect((attack.byPatterns().map { success($0) }.max() ?? 0) > 2 * commonest)
    }

    @Test func `ours are read by neither better than by saying the commonest name`() throws {
        let list = try EncodedPeople.encode(people, key: key)
        let ids = list.ids.compactMap { Int($0.dropFirst()) }
        let attack = FrequencyAttack(
            filters: (0..<list.count).map { Array(list.filter($0)) }, shares: shares)
        #expect(list.count == Self.count)
        #expect(success(attack.byWholeFilters(), ids: ids) < commonest)
        #expect((attack.byPatterns().map { success($0, ids: ids) }.max() ?? 1) < commonest)
    }
}
