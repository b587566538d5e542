import Access
import Messages
import Status
import TestKit
import Testing

@testable import RegistrationService

/// Corrections and things held that are erased alone.
extension ErasureTests {
    // Whoever was in no household could not be erased at all.
    @Test func `who is only in a correction, or in something held, is erased with that`()
        async throws
    {
        let uncoded = family.changed { $0.place = .init(name: "Zzsangha") }
        var erasures: [RegistrationV1.Erasure] = []
        var key: [UInt8] = []
        try await withRegistration { fixture in
            key = try await fixture.erasureKey()
            let (result, proposal) = try await addProposal("Zzkumba", fixture)
            try await fixture.submit([.register("h", uncoded), .register("a", uncoded)])
            let held = try await fixture.call(Service.listHeld, .init()).held
            #expect(held.count == 2)
            let subjects =
                [Request.Subject.correctionID(proposal.correctionID)]
                + held.map { .heldID($0.heldID) }
            let events = try await fixture.events().count
            for subject in subjects {
                let preview = try await erase(subject, fixture, .unspecified, preview: true)
                let answer = try await erase(subject, fixture)
                #expect(answer.people == preview.people && answer.people > 0)
                #expect(answer.held + answer.corrections == 1)
                erasures.append(try #require(answer.erasure))
                let again = try await erase(subject, fixture)
                #expect(again.alreadyErased && again.erasure == answer.erasure)
            }
            #expect(erasures.map(\.caseNumber) == [result.caseNumber, "", result.caseNumber])
            #expect(erasures.map(\.commandDigest.isEmpty) == [false, true, false])
            for name in ["Zzkumba", "Zzsangha", "Zzcoumba"] {
                #expect(try !isOnDisk(name, fixture), "\(name)")
            }
            // Nobody followed what they were; the household stays, and is no erased one.
            #expect(try await fixture.events().count == events)
            #expect(try await fixture.household(result).members.count == 2)
            let again = try await fixture.submit(
                [.register("h", family), .register("a", family)], at: 3)
            #expect(again.results.map(\.outcome) == [.rejected, .correctionProposed])
            #expect(again.results[0].violations.map(\.reason) == ["registration.erased"])
            let listed = try await fixture.call(Service.listErasures, .init(), as: .admin).erasures
            #expect(Set(listed) == Set(erasures))
        }
        // As a backup that does not know of it; what was held comes again under its form.
        try await withRegistration { fixture in
            try await fixture.takeErasureKey(of: key)
            try await fixture.submit([.register("h", uncoded)])
            for erasure in erasures {
                try await erase(.repeatedErasure(erasure), fixture, .unspecified)
                #expect(
                    try await erase(.repeatedErasure(erasure), fixture, .unspecified).alreadyErased)
            }
            #expect(try !isOnDisk("Zzsangha", fixture))
        }
    }

    // The team's next export holds the same form again.
    @Test func `what was erased alone does not come back by the same form, nor after a restore`()
        async throws
    {
        let uncoded = family.changed { $0.place = .init(name: "Zzsangha") }
        let two = family.changed { $0.members.removeLast() }
        let moved = two.changed { $0.members[1].givenName = "Zzlala" }
        var erasures: [RegistrationV1.Erasure] = []
        var key: [UInt8] = []
        func comesBack(_ fixture: RegistrationFixture, _ number: String) async throws {
            let three = try await fixture.submit(
                [.register("a", uncoded), .correct("z", moved.changed { $0.caseNumber = number })],
                at: 5)
            #expect(three.results.map(\.outcome) == [.rejected, .rejected])
            #expect(
                three.results.flatMap(\.violations).map(\.reason)
                    == Array(repeating: "registration.command_erased", count: 2))
            for name in ["Zzsangha", "Zzlala"] {
                #expect(try !isOnDisk(name, fixture), "\(name)")
            }
            // What is on record may be said again, and something else may be said.
            let other = try await fixture.submit(
                [.register("a", two), .correct("y", moved.changed { $0.caseNumber = number })],
                at: 6)
            #expect(other.results.map(\.outcome) == [.unchanged, .correctionProposed])
        }
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", two)]).results[0]
            let said = moved.changed { $0.caseNumber = result.caseNumber }
            try await fixture.submit([.register("a", uncoded), .correct("z", said)], at: 2)
            let correction = try #require(try await corrections(fixture).first)
            let held = try #require(
                try await fixture.call(Service.listHeld, .init()).held.first)
            for subject in [
                Request.Subject.correctionID(correction.correctionID), .heldID(held.heldID),
            ] {
                erasures.append(try #require(try await erase(subject, fixture).erasure))
            }
            try await comesBack(fixture, result.caseNumber)
            key = try await fixture.erasureKey()
        }
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", two)]).results[0]
            #expect(result.caseNumber == erasures[0].caseNumber)
            // A backup that has another key would recognise nothing: it says so, and does not pretend.
            for erasure in erasures {
                let foreign = await failure {
                    try await erase(.repeatedErasure(erasure), fixture, .unspecified)
                }
                #expect(foreign?.code == .failedPrecondition)
                #expect(foreign?.details.reason == "registration.erasure_key_foreign")
            }
            try await fixture.takeErasureKey(of: key)
            for erasure in erasures {
                try await erase(.repeatedErasure(erasure), fixture, .unspecified)
            }
            try await comesBack(fixture, result.caseNumber)
        }
    }

    @Test func `the preview of an erasure counts whom the record names`() async throws {
        try await withRegistration { fixture in
            let two = family.changed { $0.members.removeLast() }
            let result = try await fixture.submit([.register("a", two)]).results[0]
            try await fixture.submit(
                [
                    .correct(
                        "z",
                        two.changed { ($0.caseNumber, $0.cause) = (result.caseNumber, "conflict") })
                ])
            // Of another team, so it waits for a registrar.
            _ = try await fixture.store.submit(
                .init(
                    source: "team-2",
                    commands: [
                        .init(
                            sourceKey: "d",
                            action: .depart(
                                .init(
                                    caseNumber: result.caseNumber, personKeys: ["1"],
                                    departedOn: .init(year: 2026, precision: .year))))
                    ]), batchID: [UInt8](repeating: 2, count: 16), isFromRegistrar: false)
            let correction = try #require(try await corrections(fixture).first)
            let held = try #require(try await fixture.call(Service.listHeld, .init()).held.first)
            let counts = [
                try await erase(.correctionID(correction.correctionID), fixture, preview: true),
                try await erase(.heldID(held.heldID), fixture, preview: true),
            ].map(\.people)
            #expect(counts == [2, 1])
        }
    }

    // The backup's household does not have them, and the form that added them comes again.
    @Test func `who was added after the backup, and erased, is refused after the restore`()
        async throws
    {
        let two = family.changed { $0.members.removeLast() }
        let household = [UInt8](repeating: 5, count: 16)
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", two)]).results[0]
            var erasure = RegistrationV1.Erasure(
                householdID: household, personID: [UInt8](repeating: 6, count: 16),
                caseNumber: result.caseNumber, reason: .danger)
            // Of a household that is not here nothing can be refused.
            let missing = await failure {
                _ = try await erase(.repeatedErasure(erasure), fixture, .unspecified)
            }
            #expect(missing?.code == .notFound)
            erasure.householdID = result.householdID
            // As a list of an older program has it, plain.
            erasure.personKeyDigest = ErasureRows.digest(
                of: family.members[2].sourceKey, in: result.householdID)
            let events = try await fixture.events().count
            let answer = try await erase(.repeatedErasure(erasure), fixture, .unspecified)
            #expect(!answer.alreadyErased && answer.people == 0)
            #expect(try await fixture.events().count == events)
            #expect(
                try await erase(.repeatedErasure(erasure), fixture, .unspecified).alreadyErased)
            let again = try await fixture.submit([.register("a", family)], at: 5).results[0]
            #expect(again.violations.map(\.reason) == ["registration.person_erased"])
            #expect(try !isOnDisk("Zzcoumba", fixture))
            #expect(try await fixture.household(result).members.count == 2)
        }
    }

    // Whoever held the list could try numbers against it: the digests were plain.
    @Test func `an erasure tells by what they are known again to who has the key alone`()
        async throws
    {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", family)]).results[0]
            let moved = family.changed {
                ($0.caseNumber, $0.members[1].givenName) = (result.caseNumber, "Zzlala")
            }
            try await fixture.submit([.correct("z", moved)], at: 2)
            let correction = try #require(try await corrections(fixture).first)
            try await erase(.correctionID(correction.correctionID), fixture)
            let erasure = try #require(
                try await erase(.personID(result.personIDs[2]), fixture).erasure)
            let guess = ErasureRows.digest(
                of: family.members[2].sourceKey, in: result.householdID)
            let key = ErasureKey(try await fixture.erasureKey())
            #expect(erasure.personKeyDigest == key.sealed(guess))
            #expect(erasure.digestKeyID == key.id)
            let listed = try await fixture.call(Service.listErasures, .init(), as: .admin).erasures
            #expect(listed.count == 2 && listed.contains(erasure))
            let command = Digest.blake2b128(
                try RegistrationV1.Command.correct("z", moved).encoded())
            #expect(listed.contains { $0.commandDigest == key.sealed(command) })
            let bytes = try listed.flatMap { try $0.encoded() }
            for secret in [guess, command, try await fixture.erasureKey()] {
                #expect(!bytes.contains(secret))
            }
        }
        let fixtures = try (0..<2).map { _ in
            try RegistrationFixture(folder: try TemporaryFolder())
        }
        let keys = [try await fixtures[0].erasureKey(), try await fixtures[1].erasureKey()]
        #expect(keys[0] != keys[1] && keys.allSatisfy { $0.count == 32 })
        for fixture in fixtures { await fixture.close() }
    }
}
