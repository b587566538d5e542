import Basics
import Messages

/// Households whose people are easy to tell apart or to take for each other.
enum Households {
    /// Ids of people are the household's number times 100 and their place in it.
    static func household(
        _ number: UInt64, _ members: [RegistrationV1.Person]
    ) -> RegistrationV1.Household {
        var household = RegistrationV1.Household(
            householdID: FakeLog.id(1_000_000 + number).bytes, caseNumber: "BDG-\(number)",
            stage: .registered, place: .init(code: "ML1901"), origin: .init(code: "ML0505"),
            members: members)
        for index in members.indices where household.members[index].personID.isEmpty {
            household.members[index].personID = personID(number, index).bytes
        }
        return household
    }

    static func personID(_ household: UInt64, _ index: Int) -> RecordID {
        FakeLog.id(household * 100 + UInt64(index))
    }

    /// A woman with everything that tells her apart.
    static func mariam(familyName: String = "Coulibaly") -> RegistrationV1.Person {
        person(
            "Mariam", familyName, .female, 1987, 4, 12, "Bakary Coulibaly", "Fanta Diarra",
            "ML-778812")
    }

    static func oumar() -> RegistrationV1.Person {
        person("Oumar", "Guindo", .male, 1971, 9, 3, "Amadou Guindo", "Yasagou Togo", "ML-110045")
    }

    static func salif() -> RegistrationV1.Person {
        person("Salif", "Tembely", .male, 1999, 2, 27, "Hama Tembely", "Kadia Dolo", "ML-904417")
    }

    static func person(
        _ given: String, _ family: String, _ sex: CommonV1.Sex, _ year: UInt32, _ month: UInt32,
        _ day: UInt32, _ father: String, _ mother: String, _ document: String
    ) -> RegistrationV1.Person {
        .init(
            givenName: given, familyName: family, sex: sex,
            birthDate: .init(year: year, month: month, day: day, precision: .day),
            fatherName: father, motherName: mother,
            documents: [.init(kind: "nina", number: document)])
    }

    /// People who resemble nobody, so that names have a frequency.
    static func strangers(from first: UInt64, count: UInt64) -> [RegistrationV1.Household] {
        let given = ["Boubou", "Zahra", "Kassim", "Ina", "Lassana", "Rokia", "Tidiani"]
        let family = ["Arama", "Banou", "Cissoko", "Dembele", "Ehadj", "Fofana", "Gakou", "Kone"]
        return (first..<first + count).map { number in
            let index = Int(number)
            return household(
                number,
                [
                    person(
                        given[index % given.count], family[index % family.count], .male,
                        1950 + UInt32(index % 40), UInt32(1 + index % 12), UInt32(2 + index % 26),
                        "Pere\(number)", "Mere\(number)", "XX-\(10_000 + number)")
                ])
        }
    }
}
