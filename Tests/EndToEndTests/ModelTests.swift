import Access
import Foundation
import TestKit
import Testing

/// A model that a region learns, looks at and takes, with the real programs.
@Suite(.serialized) struct ModelTests {
    private struct Model: Decodable {
        struct Source: Decodable {
            let same: UInt64
            let different: UInt64
        }

        struct Effect: Decodable {
            let same: UInt64
            let open: UInt64
            let people: UInt64
        }

        let number: UInt32
        let state: String
        let inForce: Bool
        let askedAtMilliseconds: Int64
        let source: Source?
        let effect: Effect?
    }

    private struct Pairs: Decodable {
        struct Pair: Decodable {
            let pairID: String
            let model: UInt32
        }

        let items: [Pair]
    }

    /// 52 families of four, the first twelve of which come a second time under another place.
    private static let file: String = {
        let given = ["Mamadou", "Oumou", "Aminata", "Issa", "Kadia", "Salif", "Rokia", "Hama"]
        let family = ["Poudiougo", "Dolo", "Togo", "Guindo", "Arama", "Kassogue", "Tembine"]
        var lines = ["fiche,personne,nom,prenom,sexe,lieu,lien,groupe,pere,mere,date de naissance"]
        for form in 0..<52 {
            let number = form < 40 ? form : form - 40
            for person in 0..<4 {
                let seed = number * 4 + person
                lines.append(
                    "\(form + 1),\(person + 1),\(family[number % 7]),\(given[(seed + number) % 8]),"
                        + "\(seed.isMultiple(of: 2) ? "M" : "F"),\(form < 40 ? "Bankass" : "Koro"),"
                        + "\(person == 0 ? "chef" : "enfant"),PDI,Pere\(number) \(family[number % 7]),"
                        + "Mere\(number) \(family[number % 5]),"
                        + "\(1950 + seed % 60)-0\(1 + seed % 9)-1\(seed % 10)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private func jatigi<Answer: Decodable>(
        _ region: Region, _ arguments: String..., giving: Answer.Type = Answer.self
    ) async throws -> Answer {
        let outcome = try await region.run("jatigi", arguments + ["--json"], as: .adjudicator)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    }

    /// Asks until the answer is as wanted.
    private func wait<Answer>(_ ask: () async throws -> Answer, until isRight: (Answer) -> Bool)
        async throws -> Answer
    {
        let end = ContinuousClock.now + Region.patience
        var answer = try await ask()
        while !isRight(answer), ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(200))
            answer = try await ask()
        }
        return answer
    }

    @Test func `a model is learnt, looked at and taken`() async throws {
        try await withRegion { region in
            let early = try await region.run("jatigi", ["model", "learn"], as: .adjudicator)
            #expect(early.code != 0 && !early.errors.isEmpty)
            let file = try region.folder.write("file.csv", Self.file)
            let outcome = try await region.run("jatigi", ["submit", "--source", "team-1", file])
            #expect(outcome.code == 0, "\(outcome.output) \(outcome.errors)")
            let pairs: Pairs = try await wait(
                { try await jatigi(region, "pairs", "--limit", "200") },
                until: { $0.items.count >= 30 })
            #expect(pairs.items.count >= 30 && pairs.items.allSatisfy { $0.model == 0 })
            for pair in pairs.items.prefix(3) {
                _ = try await region.run(
                    "jatigi", ["review", pair.pairID, "same"], as: .adjudicator)
            }

            let refused = try await region.run("jatigi", ["model", "learn"], as: .viewer)
            #expect(refused.code == 77)
            let asked: Model = try await jatigi(region, "model", "learn")
            #expect(asked.number == 1 && asked.state == "learning" && !asked.inForce)
            let learnt: Model = try await wait(
                { try await jatigi(region, "model", "show", "1") },
                until: { $0.state != "learning" })
            #expect(learnt.state == "ready" && !learnt.inForce)
            #expect(learnt.askedAtMilliseconds > 0)
            #expect((learnt.source?.same ?? 9) <= 3 && learnt.effect?.same == 3)
            #expect((learnt.effect?.open ?? 0) > 20 && (learnt.effect?.people ?? 0) > 100)
            for (language, words) in [("fr", "à examiner, probables"), ("en", "open, probable")] {
                let shown = try await region.run(
                    "jatigi", ["model", "show", "1", "--lang", language], as: .adjudicator)
                #expect(shown.code == 0 && shown.output.contains(words), "\(shown.output)")
            }

            let taken: Model = try await jatigi(region, "model", "take", "1")
            #expect(taken.inForce && taken.state == "taken")
            let same: Pairs = try await wait(
                { try await jatigi(region, "pairs", "--state", "same") },
                until: { $0.items.allSatisfy { $0.model == 1 } })
            #expect(same.items.count == 3 && same.items.allSatisfy { $0.model == 1 })
            let kept = try await region.run("jatigi", ["model", "discard", "1"], as: .adjudicator)
            #expect(kept.code == 65 && kept.errors.contains("in use"), "\(kept.errors)")
            let unknown = try await region.run("jatigi", ["model", "show", "7"], as: .adjudicator)
            #expect(unknown.code == 65)
        }
    }
}
