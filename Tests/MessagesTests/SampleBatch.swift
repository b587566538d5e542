import Messages

/// A batch as a team would hand it in, with made-up people.
enum SampleBatch {
    static func content(people: Int) -> RegistrationV1.BatchContent {
        let households = (0..<people / 5).map { number in
            RegistrationV1.Command(
                sourceKey: "form-\(number)",
                action: .register(
                    RegistrationV1.RegisterHousehold(household: household(number: number))))
        }
        return RegistrationV1.BatchContent(
            source: "team-test-1/tablet-2", collectedAtMilliseconds: 1_760_000_000_000,
            commands: households)
    }

    private static func household(number: Int) -> RegistrationV1.Household {
        RegistrationV1.Household(
            stage: .registered, place: CommonV1.Place(code: "ML1901"),
            origin: CommonV1.Place(code: "ML0505", name: "Koro"),
            arrivedOn: CommonV1.PartialDate(year: 2025, month: 7, day: 14, precision: .day),
            cause: "conflict", shelter: "host_family", phones: ["76000000"], declaredSize: 5,
            members: (0..<5).map { person(number: number * 5 + $0) })
    }

    private static func person(number: Int) -> RegistrationV1.Person {
        RegistrationV1.Person(
            sourceKey: "\(number)", givenName: "Prénom\(number)", familyName: "Nom\(number % 40)",
            sex: number % 2 == 0 ? .female : .male,
            birthDate: CommonV1.PartialDate(year: 1_980, precision: .year),
            relationship: number % 5 == 0 ? "head" : "child", fatherName: "Père\(number % 30)",
            motherName: "Mère\(number % 30)", populationGroup: "IDP", needs: ["CR-UC"],
            documents: [RegistrationV1.Document(kind: "nina", number: "\(number)", issuer: "MLI")],
            presence: .present)
    }
}
