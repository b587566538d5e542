/// Makes villages and the families in them.
struct FamilyMaker {
    /// The year in which the first registrations were made.
    static let firstYear = 2022
    private static let villagesPerCercle = 40
    private static let sitesPerCercle = 5

    private let seed: UInt64
    private(set) var people = 0

    init(seed: UInt64) { self.seed = seed }

    func village(_ number: Int, _ draw: inout Draw) -> Village {
        let people = Self.drawnPeople(&draw)
        var families = people.families
        draw.shuffle(&families)
        // Names that are common everywhere are common here, beside a few of the place.
        let common = people.families.prefix(3) + families.prefix(draw.within(2...6))
        var cercle = Draw(seed: seed &+ 1, stream: number / Self.villagesPerCercle)
        let sites = (0..<Self.sitesPerCercle).map { _ in
            Self.placeName(Self.drawnPeople(&cercle), &cercle)
        }
        return Village(
            people: people, name: Self.placeName(people, &draw),
            families: families.isEmpty ? [] : Array(common), phone: Self.phone(&draw), sites: sites)
    }

    mutating func family(in village: Village, _ draw: inout Draw) -> Family {
        // One family in twelve is of another people than most of the village.
        let people = draw.chance(0.08) ? Self.drawnPeople(&draw) : village.people
        var members: [Family.Member] = []
        let isWomanHead = draw.chance(0.2)
        let head = adult(isWomanHead, age: draw.within(23...74), people, village, &draw)
        members.append(Family.Member(person: head, part: 0))
        var mothers = isWomanHead ? [head] : []
        if !isWomanHead {
            for wife in 1...(draw.chance(0.3) ? draw.within(2...3) : 1) {
                let age = max(17, Self.firstYear - head.birth.year - draw.within(2...16))
                let person = adult(true, age: age, people, village, &draw)
                members.append(Family.Member(person: person, part: wife))
                mothers.append(person)
            }
        }
        for (number, mother) in mothers.enumerated() {
            let children = self.children(
                of: mother, father: isWomanHead ? nil : head, people, village, &draw)
            members += children.map {
                Family.Member(person: $0, part: isWomanHead ? 0 : number + 1)
            }
        }
        for _ in 0..<(draw.chance(0.3) ? draw.within(1...2) : 0) {
            let age = draw.chance(0.5) ? draw.within(4...17) : draw.within(50...88)
            let person = adult(draw.chance(0.6), age: age, people, village, &draw)
            members.append(Family.Member(person: person, part: 0))
        }
        return Family(
            members: members, village: village,
            phone: draw.chance(0.6) ? Self.phone(&draw) : nil)
    }

    private mutating func children(
        of mother: Person, father: Person?, _ people: People, _ village: Village,
        _ draw: inout Draw
    ) -> [Person] {
        var children: [Person] = []
        // The last of them may be born after the first registration.
        var age = min(22, Self.firstYear - mother.birth.year - 17)
        let fatherName =
            father.map { $0.given + $0.family }
            ?? [draw.skewed(people.men)] + family(false, people, village, nil, &draw)
        let familyName: [Letters]
        if let father, case .inherited = people.naming {
            familyName = father.family
        } else {
            familyName = Array(fatherName.dropFirst())
        }
        while age > -3, children.count < 9 {
            let births = draw.chance(0.02) ? 2 : 1
            let birth = Day(
                year: Self.firstYear - age, month: draw.within(1...12), day: draw.within(1...28))
            for _ in 0..<births {
                let isFemale = draw.chance(0.5)
                let name: [Letters]
                if case .patronymic = people.naming, let first = fatherName.first {
                    name = Self.patronymic(isFemale, of: first, people)
                } else {
                    name = familyName
                }
                var given = self.given(isFemale, people, &draw)
                // A mother does not give one name twice, unless by the custom of naming after elders.
                for _ in 0..<4 where children.contains(where: { $0.given == given }) {
                    given = self.given(isFemale, people, &draw)
                }
                children.append(
                    person(
                        isFemale, given, name, father: fatherName,
                        mother: mother.given + mother.family, birth, &draw))
            }
            age -= draw.within(2...4)
            if draw.chance(0.18) { age -= 3 }
        }
        return children
    }

    private mutating func adult(
        _ isFemale: Bool, age: Int, _ people: People, _ village: Village, _ draw: inout Draw
    ) -> Person {
        let father = [draw.skewed(people.men)]
        let family = self.family(isFemale, people, village, father[0], &draw)
        let mother = self.given(true, people, &draw)
        let birth = Day(
            year: Self.firstYear - age, month: draw.within(1...12), day: draw.within(1...28))
        var fatherFamily = family
        if case .patronymic = people.naming {
            fatherFamily = self.family(false, people, village, nil, &draw)
        }
        return person(
            isFemale, given(isFemale, people, &draw), family, father: father + fatherFamily,
            mother: mother + self.family(true, people, village, nil, &draw), birth, &draw)
    }

    private mutating func person(
        _ isFemale: Bool, _ given: [Letters], _ family: [Letters], father: [Letters],
        mother: [Letters], _ birth: Day, _ draw: inout Draw
    ) -> Person {
        people += 1
        let age = Self.firstYear - birth.year
        return Person(
            id: people, isFemale: isFemale, given: given, family: family, father: father,
            mother: mother, birth: birth, knowsDay: draw.chance(age < 12 ? 0.35 : 0.12),
            saidYear: birth.year + Ages.error(of: age, &draw),
            nickname: draw.chance(0.12) ? Slips.nickname(given[0], &draw) : nil)
    }

    private func given(_ isFemale: Bool, _ people: People, _ draw: inout Draw) -> [Letters] {
        let names = isFemale ? people.women : people.men
        let first = draw.skewed(names)
        return draw.chance(0.1) ? [first, draw.element(names)] : [first]
    }

    private func family(
        _ isFemale: Bool, _ people: People, _ village: Village, _ father: Letters?,
        _ draw: inout Draw
    ) -> [Letters] {
        switch people.naming {
        case .inherited:
            let isHere = !village.families.isEmpty && village.people.families == people.families
            return [draw.skewed(isHere && draw.chance(0.9) ? village.families : people.families)]
        case .patronymic:
            return Self.patronymic(isFemale, of: father ?? draw.skewed(people.men), people)
        }
    }

    private static func patronymic(
        _ isFemale: Bool, of father: Letters, _ people: People
    ) -> [Letters] {
        guard case .patronymic(let son, let daughter) = people.naming else { return [] }
        return [Letters(word: isFemale ? daughter : son), father]
    }

    private static func drawnPeople(_ draw: inout Draw) -> People {
        var place = draw.unit()
        for (people, share) in People.all {
            place -= share
            if place < 0 { return people }
        }
        return People.all[0].people
    }

    private static func placeName(_ people: People, _ draw: inout Draw) -> Letters {
        (0..<draw.within(2...3)).flatMap { _ in draw.element(people.syllables) }
    }

    /// Eight digits; no subscriber's number begins with 1.
    static func phone(_ draw: inout Draw) -> String {
        "1" + String(1_000_000 + draw.below(9_000_000))
    }
}
