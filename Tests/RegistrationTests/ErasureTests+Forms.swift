import Messages
import Testing

/// Forms whose people were erased, or not.
extension ErasureTests {
    // Its key counted as that of an erased household from then on.
    @Test func `something held of a household that lives goes alone, and its form may come again`()
        async throws
    {
        try await withRegistration { fixture in
            let (result, _) = try await addProposal("Zzkumba", fixture)
            let form = family.changed {
                $0.caseNumber = result.caseNumber
                $0.place = .init(name: "Zzsangha")
            }
            try await fixture.submit([.register("k", form)])
            let held = try #require(
                try await fixture.call(Service.listHeld, .init()).held.first)
            let erasure = try #require(try await erase(.heldID(held.heldID), fixture).erasure)
            #expect(erasure.caseNumber == result.caseNumber && erasure.forms.isEmpty)
            #expect(try !isOnDisk("Zzsangha", fixture))
            let coded = form.changed { $0.place = family.place }
            let again = try await fixture.submit([.register("k", coded)], at: 3)
            #expect(again.results.map(\.outcome) != [.rejected])
        }
    }

    @Test func `a repeated erasure refuses the forms that came after the backup, too`() async throws
    {
        try await withRegistration { fixture in
            let result = try await fixture.submit([.register("a", family)]).results[0]
            let form = RegistrationV1.FormKey(source: "team-1", sourceKey: "a")
            let before = RegistrationV1.Erasure(
                householdID: result.householdID, caseNumber: result.caseNumber,
                reason: .requested, erasedBy: "admin", erasedAtMilliseconds: 1,
                forms: [form, .init(source: form.source, sourceKey: "b")])
            let answer = try await erase(.repeatedErasure(before), fixture, .unspecified)
            #expect(answer.erasure?.forms.map(\.sourceKey).sorted() == ["a", "b"])
            let again = try await fixture.submit([.register("b", family)], at: 3)
            #expect(again.results[0].violations.map(\.reason) == ["registration.erased"])
        }
    }
}
