/// Draws households: polygynous families, heaped ages, births on 1 January, specific needs.
struct HouseholdMaker {
    let year: Int
    var random: RandomSource
    private(set) var identities = 0

    init(options: SampleOptions) {
        self.year = options.year
        self.random = RandomSource(seed: options.seed)
    }

    mutating func household(form: String) -> SampleHousehold {
        let month = random.within(1...6)
        let day = random.within(1...28)
        let arrivalYear = year - random.within(0...2)
        // In the collection's own year an arrival comes before the collection.
        let arrivalMonth = random.within(1...month)
        let arrivalDay = random.within(1...(arrivalMonth == month ? day : 28))
        let members = makeMembers()
        let isPreRegistration = random.percent(4)
        return SampleHousehold(
            form: form, collectedOn: Self.isoDay(year, month, day),
            place: random.percent(2)
                ? random.element(SamplePlace.uncoded) : random.element(SamplePlace.cercles),
            origin: random.element(SamplePlace.origins),
            arrivedOn: Self.frenchDay(arrivalYear, arrivalMonth, arrivalDay),
            cause: random.percent(85) ? "Conflit armé" : "Tension communautaire",
            shelter: ["Famille d'accueil", "Famille d'accueil", "Site spontané", "Location"][
                random.below(4)],
            populationGroup: random.percent(90)
                ? "PDI" : random.percent(60) ? "PDI retournée" : "HST",
            isPreRegistration: isPreRegistration, declaredSize: members.count,
            members: isPreRegistration ? [members[0]] : members)
    }

    private mutating func makeMembers() -> [SamplePerson] {
        let isWomanHead = random.percent(22)
        let headAge = heaped(random.within(24...72))
        let name = familyName()
        var members = [
            person(female: isWomanHead, age: headAge, family: name, relationship: "Chef de ménage")
        ]
        let head = members[0]
        let headName = "\(head.givenName) \(head.familyName)"
        var mothers: [String] = isWomanHead ? [headName] : []
        if !isWomanHead {
            // About a third of married men of the region have more than one wife.
            let wives = random.percent(33) ? random.within(2...3) : 1
            for _ in 0..<wives {
                let age = heaped(max(17, headAge - random.within(2...16)))
                members.append(
                    person(female: true, age: age, family: familyName(), relationship: "Épouse"))
                mothers.append("\(members.last?.givenName ?? "") \(members.last?.familyName ?? "")")
            }
        }
        for mother in mothers {
            for _ in 0..<random.within(1...5) {
                var child = person(
                    female: random.percent(50), age: random.within(0...min(18, headAge - 16)),
                    family: isWomanHead ? familyName() : name, relationship: "Enfant")
                child.fatherName = isWomanHead ? "" : headName
                child.motherName = mother
                members.append(child)
            }
        }
        if random.percent(14) {
            members.append(
                person(
                    female: random.percent(70), age: heaped(min(90, headAge + 24)),
                    family: name, relationship: random.percent(70) ? "Mère" : "Père"))
        }
        if random.percent(12) {
            members.append(
                person(
                    female: random.percent(50), age: random.within(4...17), family: familyName(),
                    relationship: random.percent(50) ? "Neveu" : "Enfant confié"))
        }
        for index in members.indices { members[index].number = index + 1 }
        return members
    }

    private mutating func person(
        female: Bool, age: Int, family: String, relationship: String
    ) -> SamplePerson {
        identities += 1
        let birthYear = year - age
        let stock = female ? NameStock.femaleGiven : NameStock.maleGiven
        var person = SamplePerson(
            number: 0, identity: identities, givenName: stock[random.skewedIndex(stock.count)][0],
            familyName: family, isFemale: female, birthYear: birthYear, birthDate: "", age: nil,
            relationship: Self.agreed(relationship, female: female), fatherName: "", motherName: "",
            needs: needs(female: female, age: age), documentNumber: "", phone: "")
        writeBirth(&person)
        if age >= 16 {
            if random.percent(70) {
                person.fatherName =
                    "\(NameStock.maleGiven[random.skewedIndex(NameStock.maleGiven.count)][0]) \(family)"
            }
            if random.percent(35) { person.documentNumber = documentNumber() }
            if random.percent(relationship == "Chef de ménage" ? 75 : 25) { person.phone = phone() }
        }
        return person
    }

    /// A birth as it is written: an age, 1 January, the year alone, or a full date, which is rare among adults.
    mutating func writeBirth(_ person: inout SamplePerson) {
        person.age = nil
        person.birthDate = ""
        let isChild = year - person.birthYear < 16
        switch random.below(100) {
        case 0..<(isChild ? 30 : 45): person.age = year - person.birthYear
        case 0..<(isChild ? 45 : 72): person.birthDate = "01/01/\(person.birthYear)"
        case 0..<(isChild ? 50 : 85): person.birthDate = String(person.birthYear)
        default:
            // Up to the year's beginning at the latest, so that nobody is born after the collection.
            let month = person.birthYear == year ? 1 : random.within(1...12)
            let day = person.birthYear == year ? 1 : random.within(1...28)
            person.birthDate = Self.frenchDay(person.birthYear, month, day)
        }
    }

    mutating func phone() -> String {
        "10" + Self.padded(random.below(1_000_000), 6)
    }

    mutating func documentNumber() -> String {
        let letters = "ABCDEFGHJKLMNPRSTUVWXYZ".map(String.init)
        return "9" + Self.padded(random.below(10_000_000), 13) + random.element(letters)
    }

    private mutating func familyName() -> String {
        NameStock.family[random.skewedIndex(NameStock.family.count)][0]
    }

    /// Adults' ages gather on 0 and 5 (age heaping, as Whipple's index measures).
    private mutating func heaped(_ age: Int) -> Int {
        age >= 23 && random.percent(55) ? (age + 2) / 5 * 5 : age
    }

    private mutating func needs(female: Bool, age: Int) -> [String] {
        var needs: [String] = []
        if female && (16...44).contains(age) && random.percent(18) {
            needs.append(random.percent(50) ? "PG" : "PG-LC")
        }
        if random.percent(3) { needs.append(random.element(["DS-PM", "DS-BD", "DS-DF"])) }
        if age >= 60 && random.percent(30) { needs.append("ER") }
        if (6...14).contains(age) && random.percent(15) { needs.append("CR-NE") }
        if random.percent(2) { needs.append("SM-CI") }
        return needs
    }

    private static func agreed(_ relationship: String, female: Bool) -> String {
        switch (relationship, female) {
        case ("Enfant", true): "Fille"
        case ("Enfant", false): "Fils"
        case ("Neveu", true): "Nièce"
        case ("Mère", false): "Père"
        case ("Père", true): "Mère"
        default: relationship
        }
    }

    static func isoDay(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(year)-\(padded(month, 2))-\(padded(day, 2))"
    }

    static func frenchDay(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(padded(day, 2))/\(padded(month, 2))/\(year)"
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
