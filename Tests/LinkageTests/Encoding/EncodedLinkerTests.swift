import Access
import Testing

@testable import Linkage

@Suite struct EncodedLinkerTests {
    private let key: HashingKey

    init() throws { key = try EncodedPeople.key(UInt8(ascii: "k")) }

    @Test func `respelt people are found between two lists, and nobody else`() async throws {
        let people = Lists.strangers(400)
        let again = stride(from: 3, to: 400, by: 9).map { number in
            // Doubled letters and accents, as another hand writes a name.
            [people[number][0].replacing("a", with: "aa", maxReplacements: 1)]
                + [people[number][1].replacing("o", with: "ô")] + people[number][2...]
        }
        let others = Lists.strangers(800)[400...]
        let left = try EncodedPeople.encode(people, key: key)
        let right = try EncodedPeople.encode(again + others, key: key)
        let result = try await EncodedLinker().link(left, right)
        #expect(result.comparisons == left.count * right.count)
        let found = Set(
            result.pairs.map { "\(left.ids[$0.left]) \(right.ids[$0.right])" })
        let wanted = Set(again.indices.map { "r\(3 + 9 * $0) r\($0)" })
        #expect(found.intersection(wanted).count >= wanted.count - 1)
        #expect(found.subtracting(wanted).count <= 3)
        #expect(Set(result.pairs.map(\.left)).count == result.pairs.count)
        #expect(Set(result.pairs.map(\.right)).count == result.pairs.count)
    }

    @Test func `a list of strangers has no pairs, nor has an empty one`() async throws {
        let strangers = try EncodedPeople.encode(Lists.strangers(400), key: key)
        #expect(try await EncodedLinker().link(strangers).pairs.count <= 6)
        let empty = try EncodedPeople.encode([], key: key)
        #expect(try await EncodedLinker().link(empty).pairs.isEmpty)
        #expect(try await EncodedLinker().link(empty, strangers).pairs.isEmpty)
    }

    @Test func `lists that were not encoded alike are refused`() async throws {
        let left = try EncodedPeople.encode(Lists.strangers(3), key: key)
        let other = try EncodedPeople.encode(
            Lists.strangers(3), key: EncodedPeople.key(UInt8(ascii: "o")))
        await #expect(throws: EncodedList.Problem.otherProject) {
            try await EncodedLinker().link(left, other)
        }
        let unsalted = try EncodedPeople.encode(
            Lists.strangers(3), key: key,
            mapping: Lists.mapping("prenom = given", "nom = family", "naissance = birth"))
        await #expect(throws: EncodedList.Problem.otherSalt) {
            try await EncodedLinker().link(left, unsalted)
        }
        let heavier = EncodedList(
            project: left.project,
            parts: left.parts.map { .init(name: $0.name, weight: $0.weight + 1) })
        await #expect(throws: EncodedList.Problem.otherWeights) {
            try await EncodedLinker().link(left, heavier)
        }
    }

    @Test func `what one list lacks does not count against a pair`() throws {
        let full = ["Awa", "Kassogué", "F", "1971-06-24", "AB1234567", ""]
        let bare = ["Awa", "Kassogué", "F", "1971-06-24", "", ""]
        let other = ["Penda", "Togo", "F", "1988-11-02", "", ""]
        let list = try EncodedPeople.encode([full], key: key)
        #expect(try similarity(list, EncodedPeople.encode([bare], key: key)) > 0.93)
        #expect(try similarity(list, EncodedPeople.encode([other], key: key)) < 0.3)
        // A wrong salt costs the names, not the birth.
        let mistaken = ["Awa", "Kassogué", "M", "1971-06-24", "", ""]
        let salted = try similarity(list, EncodedPeople.encode([mistaken], key: key))
        #expect(salted > 0.3 && salted < 0.6)
    }

    private func similarity(_ left: EncodedList, _ right: EncodedList) throws -> Double {
        let distance = zip(left.filter(0), right.filter(0)).reduce(0) {
            $0 + ($1.0 ^ $1.1).nonzeroBitCount
        }
        let scale = FilterScale(
            UInt64(left.present[0]), UInt64(right.present[0]), weights: left.parts.map(\.weight))
        return scale.similarity(distance: distance)
    }

    @Test func `the limit of a score is the greatest distance that has it`() {
        let scale = FilterScale(0b1101, 0b0111, weights: [10, 6, 5, 8])
        for score in stride(from: -4.0, through: 14, by: 1.5) {
            let distance = scale.distanceMax(score: score)
            guard distance >= 0, distance < EncodingScheme.bits / 2 - 64 else { continue }
            #expect(scale.score(similarity: scale.similarity(distance: distance)) >= score - 1e-9)
            #expect(scale.score(similarity: scale.similarity(distance: distance + 1)) < score)
        }
        #expect(scale.distanceMax(score: 16) == -1)
        #expect(FilterScale(0b01, 0b10, weights: [10, 6]).distanceMax(score: 0) == -1)
    }

    @Test func `a look at a part of the bits loses no pair`() async throws {
        // More rights than a tile holds, and copies that are near in all degrees.
        let rows = Lists.strangers(1040)
        let list = try EncodedPeople.encode(rows, key: key)
        let scan = FilterScan(list, nil)
        let found = Set(
            await scan.pairs(score: 9) { _ in }.map { Int($0.left) * 10_000 + Int($0.right) })
        var wanted: Set<Int> = []
        let weights = list.parts.map(\.weight)
        for left in stride(from: 0, to: list.count, by: 25) {
            for right in left + 1..<list.count {
                let scale = FilterScale(
                    UInt64(list.present[left]), UInt64(list.present[right]), weights: weights)
                let distance = zip(list.filter(left), list.filter(right)).reduce(0) {
                    $0 + ($1.0 ^ $1.1).nonzeroBitCount
                }
                if distance <= scale.distanceMax(score: 9) { wanted.insert(left * 10_000 + right) }
            }
        }
        #expect(wanted.count > 20)
        #expect(wanted.subtracting(found).count <= wanted.count / 50)
        #expect(found.filter { $0 / 10_000 % 25 == 0 }.allSatisfy(wanted.contains))
    }
}
