import Basics
import Messages
import RegistrationCore

/// A moment in 2026, for tests that inject time.
let testNow = Timestamp("2026-03-10T12:00:00Z") ?? Timestamp(millisecondsSinceEpoch: 0)

extension RegistrationV1.Person {
    /// A person who breaks no rule.
    static func made(
        _ name: String = "Fatoumata", relationship: String = "head", key: String = ""
    ) -> Self {
        Self(
            sourceKey: key, givenName: name, familyName: "Diallo", sex: .female,
            birthDate: .init(year: 1990, precision: .year), relationship: relationship,
            populationGroup: "IDP")
    }
}

extension RegistrationV1.Household {
    /// A household that breaks no rule: a head, and as many others as asked for.
    static func made(others: Int = 1) -> Self {
        Self(
            place: .init(code: "ML0505"),
            members: [.made(key: "1")]
                + (0..<others).map { .made("Child \($0)", relationship: "child", key: "\($0 + 2)") }
        )
    }

    /// The same with a change.
    func changed(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}

extension RegistrationV1.Command {
    static func register(
        _ key: String = "k1", _ household: RegistrationV1.Household = .made()
    ) -> Self {
        Self(sourceKey: key, action: .register(.init(household: household)))
    }

    static func preRegister(
        _ key: String = "k1", _ household: RegistrationV1.Household = .made(others: 0)
    ) -> Self {
        let household = household.changed { $0.declaredSize = max($0.declaredSize, 5) }
        return Self(sourceKey: key, action: .preRegister(.init(household: household)))
    }

    static func correct(_ key: String = "k1", _ household: RegistrationV1.Household) -> Self {
        Self(
            sourceKey: key,
            action: .correct(.init(household: household, justification: "heard wrong")))
    }

    static func depart(_ key: String = "k1", _ people: [String] = []) -> Self {
        Self(
            sourceKey: key,
            action: .depart(
                .init(
                    personKeys: people,
                    departedOn: .init(year: 2026, month: 3, day: 1, precision: .day))))
    }
}
