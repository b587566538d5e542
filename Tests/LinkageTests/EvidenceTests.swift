import LinkageSample
import Messages
import Testing

@testable import Linkage

/// What a pair of a list says: it adds up to what is said of the pair.
@Suite struct EvidenceTests {
    /// Invented registrations, linked with what is likelier than one in twenty.
    private static func linked(_ registrations: Int) async throws -> LinkageResult {
        let mapping = try LinkageMapping(lines: Registration.mapping)
        let plan = try ColumnPlan(headers: Registration.headers, mapping: mapping)
        var table = LinkageTable(mapping: mapping)
        for form in LinkageSample(seed: 11, registrations: registrations) {
            for row in form { table.append(row.cells, plan: plan) }
        }
        var configuration = LinkageConfiguration.standard
        configuration.threshold = 0.05
        return await Linker(configuration: configuration).link(table)
    }

    // Each field said what it says on average, and nothing was told of the start, of relatives, of what is said twice and
    // of what a bit is worth.
    @Test func `what a pair says adds up to its probability`() async throws {
        let result = try await Self.linked(300)
        let scores = Dictionary(uniqueKeysWithValues: result.candidates.map { ($0.pair, $0.bits) })
        var pairs = 0
        var met: [LinkageEvidence.Subject: Set<Int>] = [:]
        for pair in await result.pairs {
            pairs += 1
            let sum = pair.evidence.reduce(0) { $0 + $1.bits }
            #expect(abs(sum - pair.bits) < 1e-3, "\(pair.evidence)")
            #expect(abs(WeightTable.probability(sum) - pair.probability) < 1e-3)
            if let scored = scores[RecordPair(pair.left, pair.right)] {
                #expect(abs(scored - pair.bits) < 1e-3)
            }
            let places = pair.evidence.compactMap { result.subjects.firstIndex(of: $0.subject) }
            #expect(places == places.sorted() && places.count == pair.evidence.count)
            for evidence in pair.evidence where evidence.level ?? .exact == .exact {
                met[evidence.subject, default: []].insert(Int((evidence.bits * 4).rounded()))
            }
        }
        #expect(pairs > 30 && result.model.worth < 1)
        #expect(met[.prior]?.count == 1)
        // What is taken off differs, and an exact name says what it is worth itself.
        for subject in [.overlap, .relatives, .part(.family, LinkageField(.family))]
            as [LinkageEvidence.Subject]
        {
            #expect(met[subject, default: []].count > 5, "\(subject)")
        }
    }

    // The parameters lost what a bit is worth, so that scores were too sure, and rows were of whole bits.
    @Test func `a model whose bits are worth less than one keeps that, and its scores add up`()
        throws
    {
        var message = LinkageParameters.standard.message
        message.bitWorth = 0.75
        let mapping = try LinkageMapping(lines: Registration.mapping)
        let parameters = try #require(LinkageParameters(message))
            .laid(over: .standard, fields: mapping.fields).parameters
        let model = LinkageModel(parameters, fields: mapping.fields)
        #expect(
            model.worth == 0.75 && model.parameters(of: mapping.fields).message.bitWorth == 0.75)
        var index = try LinkageIndex(
            headers: Registration.headers, mapping: mapping,
            model: LinkageModel(.standard, fields: mapping.fields))
        var people: [[UInt8]] = []
        for form in LinkageSample(seed: 11, registrations: 200) {
            for row in form {
                people.append(Array("person \(people.count)".utf8))
                index.insert(people[people.count - 1], row.cells)
            }
        }
        let likely = people.lazy.compactMap { index.screen([$0], least: 0.9).first }.first
        let pair = try #require(likely)
        let whole = index.compare(pair.person, pair.other)
        index.model = model
        let worthLess = index.compare(pair.person, pair.other)
        #expect(try #require(worthLess).bits == 0.75 * #require(whole).bits)
        var subjects: Set<LinkageEvidence.Subject> = []
        for finding in people.flatMap({ index.screen([$0], least: 0.001) }) {
            let sum = finding.evidence.reduce(0) { $0 + $1.bits }
            #expect(abs(sum - finding.bits) < 1e-3, "\(finding.evidence)")
            subjects.formUnion(finding.evidence.map(\.subject))
        }
        #expect(subjects.isSuperset(of: [.prior, .overlap, .relatives, .rival]))
    }
}
