import Access
import Foundation
import Messages
import RPC
import TestKit
import Testing

/// A family that was registered again under other spellings, from its file to the counts and back.
@Suite(.serialized) struct ReviewTests {
    private struct List: Decodable { let items: [Pair] }

    private struct Pair: Decodable {
        let pairID: String
        let state: String
        let revision: UInt64
        let presence: String
        let probability: Double
        let rule: String
        let opinionsGiven: Int
    }

    private struct Record: Decodable {
        let personID: String
        let caseNumber: String
    }

    private struct Identity: Decodable {
        struct Link: Decodable {
            let pairID: String
            let decidedBy: String
            let parts: [[String]]
        }
        let presentTwice: Bool
        let records: [Record]
        let links: [Link]
        let households: [Comparison]
    }

    private struct Comparison: Decodable {
        struct Member: Decodable {
            let pair: Pair?
            let earlier: Record?
        }
        let members: [Member]
        let seen: String
    }

    private static let file = """
        fiche,personne,nom,prenom,sexe,lieu,origine,lien,groupe,pere,mere,date de naissance,telephone,type document,n° document
        1,1,Poudiougo,Mamadou,M,Bankass,Douentza,chef,PDI,Amadou Poudiougo,,1955,10635866,nina,90000003111504R
        1,2,Dolo,Oumou,F,Bankass,Douentza,épouse,PDI,Issa Dolo,,1965-03-02,,,
        1,3,Poudiougo,Aminata,F,Bankass,Douentza,fille,PDI,Mamadou Poudiougo,Oumou Dolo,2018-06-22,,,
        2,1,Podiougo,Mamadu,M,Koro,Douentza,chef,PDI,Amadu Podiougo,,1955,10635866,nina,90000003111504R
        2,2,Dollo,Umu,F,Koro,Douentza,épouse,PDI,Issa Dollo,,1965-03-02,,,
        2,3,Podiougo,Aminatou,F,Koro,Douentza,fille,PDI,Mamadu Podiougo,Umu Dollo,2018-06-22,,,
        """

    /// - Parameter file: what comes after an older registration.
    private func submit(_ region: Region, _ file: String = file) async throws {
        // An older registration, so that the follower has read a log to its end before the family comes.
        let first = try region.folder.write(
            "first.csv",
            Self.file.split(separator: "\n")[0] + "\n"
                + "9,1,Togo,Awa,F,Koro,Douentza,chef,PDI,Hama,,1990-05-06,,,\n")
        let both = try region.folder.write("file.csv", file + "\n")
        for file in [first, both] {
            let outcome = try await region.run(
                "jatigi", ["submit", "--source", "team-1", "--collected-on", "2026-11-03", file])
            #expect(outcome.code == 0, "\(outcome.output) \(outcome.errors)")
        }
    }

    private func jatigi<Answer: Decodable>(
        _ region: Region, _ arguments: String..., giving: Answer.Type = Answer.self
    ) async throws -> Answer {
        let outcome = try await region.run("jatigi", arguments + ["--json"], as: .adjudicator)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    }

    private func code(_ region: Region, _ arguments: String...) async throws -> Int32 {
        try await region.run("jatigi", arguments, as: .adjudicator).code
    }

    private func expectNet(_ people: UInt64, _ region: Region) async throws {
        let client = try region.client(.viewer)
        let end = ContinuousClock.now + Region.patience
        var net: UInt64?
        while net != people, ContinuousClock.now < end {
            net = try? await client.call(
                StatisticsV1.StatisticsService.getCounts, .init()
            ).total?.peopleNet
            if net != people { try await Task.sleep(for: .milliseconds(50)) }
        }
        await client.close()
        #expect(net == people)
    }

    @Test func `a family is decided at once, counted once, and taken apart again`() async throws {
        try await withRegion { region in
            try await submit(region)
            try await expectNet(7, region)
            let list: List = try await jatigi(region, "pairs")
            #expect(list.items.map(\.presence) == ["apart", "apart", "apart"])
            let key = try #require(list.items.first).pairID
            let before: Comparison = try await jatigi(region, "review", "households", key)
            #expect(before.members.compactMap(\.pair).count == 3)

            let decided: [Pair] = try await jatigi(
                region, "review", "households", key, "--same", "aligned", "--seen", before.seen)
            #expect(decided.map(\.state) == ["same", "same", "same"])
            try await expectNet(4, region)
            try await expectIdentity(region, of: try #require(before.members[0].earlier))
            // What was seen is not what is there any more; nor is the revision.
            #expect(
                try await code(
                    region, "review", "households", key, "--open", "1", "--seen", before.seen) == 65
            )
            #expect(try await code(region, "review", key, "different", "--revision", "1") == 75)
            #expect(try await code(region, "review", "households", key, "--same", "9") == 65)
            #expect(
                try await code(
                    region, "review", "019b0000-0000-8000-8000-000000000000", "same") == 65)

            let back: [Pair] = try await jatigi(
                region, "review", "households", key, "--open", "1,2,3")
            #expect(back.map(\.state) == ["open", "open", "open"])
            try await expectNet(7, region)

            for arguments in [["review", key], ["review", "households", key, "--explain"]] {
                for language in ["fr", "en"] {
                    let shown = try await region.run(
                        "jatigi", arguments + ["--lang", language], as: .adjudicator)
                    #expect(shown.code == 0 && shown.output.contains("++"), "\(shown.errors)")
                }
            }
            for command in [["agreement"], ["replay"], ["replay", "--merge", "0.999"]] {
                let outcome = try await region.run(
                    "jatigi", ["review"] + command, as: .adjudicator)
                #expect(outcome.code == 0, "\(outcome.errors)")
            }
        }
    }

    /// That a person, named in either way, has two records, which one decision holds together and which are both present.
    private func expectIdentity(_ region: Region, of record: Record) async throws {
        let place = record.caseNumber + ":1"
        let byPlace: Identity = try await jatigi(region, "identity", place)
        let byID: Identity = try await jatigi(region, "identity", record.personID)
        #expect(byPlace.records.map(\.personID) == byID.records.map(\.personID))
        #expect(byID.records.count == 2 && byID.presentTwice)
        let link = try #require(byID.links.first)
        #expect(byID.links.count == 1 && !link.decidedBy.isEmpty)
        #expect(link.parts == byID.records.map { [$0.personID] })
        #expect(byID.households.map(\.members.count) == [3])
        let twice: List = try await jatigi(region, "pairs", "--present-twice")
        #expect(twice.items.count == 3 && twice.items.contains { $0.pairID == link.pairID })
        for (language, word) in [("fr", "À régler"), ("en", "To settle")] {
            let shown = try await region.run(
                "jatigi", ["identity", place, "--lang", language], as: .adjudicator)
            #expect(shown.code == 0 && shown.output.contains(word), "\(shown.errors)")
            #expect(shown.output.contains("2026-11-03") && shown.output.contains("1 | 2"))
            #expect(shown.output.contains(link.decidedBy))
        }
        for wrong in ["BDG", record.caseNumber, record.caseNumber + ":9", place + ":1"] {
            #expect(try await code(region, "identity", wrong) == 65)
        }
    }

    @Test func `what a rule merges is seen in lists, and a person overrules it`() async throws {
        let region = try Region()
        try await region.start(environment: [
            "JATIGI_REVIEW_MERGE_PROBABILITY": "0.999",
            "JATIGI_REVIEW_MERGE_EXACT": "document,sex",
        ])
        // Teams in two cercles on one day would be for a person to look at.
        try await submit(region, Self.file.replacing(",Koro,", with: ",Bankass,"))
        try await expectNet(6, region)
        let merged: List = try await jatigi(region, "pairs", "--decided-by-rule")
        let pair = try #require(merged.items.first)
        #expect(merged.items.count == 1)
        #expect(pair.rule == "probability 0.999, exact document sex" && pair.probability > 0.999)
        let overruled: Pair = try await jatigi(region, "review", pair.pairID, "different")
        #expect(overruled.state == "different" && overruled.rule.isEmpty)
        try await expectNet(7, region)
        await region.stop()
    }
}
