/// A sample of invented households, some of them registered twice, with the truth beside it.
public struct Sample: Sendable {
    /// All households in the order of the file, the repeated ones last.
    public let households: [SampleHousehold]

    /// People in the file.
    public var peopleCount: Int {
        households.reduce(0) { $0 + $1.members.count }
    }

    /// Draws a sample.
    public init(options: SampleOptions = SampleOptions()) {
        var maker = HouseholdMaker(options: options)
        var households: [SampleHousehold] = []
        households.reserveCapacity(options.households + options.repeatedHouseholds)
        for number in 0..<options.households {
            households.append(maker.household(form: Self.form(number)))
        }
        var chosen = Set<Int>()
        for number in 0..<options.repeatedHouseholds {
            var index = maker.random.below(options.households)
            while !chosen.insert(index).inserted { index = (index + 1) % options.households }
            households.append(
                RecordRepeater.repeated(
                    households[index], form: Self.form(options.households + number), maker: &maker))
        }
        for _ in 0..<options.repeatedPeople {
            Self.repeatPerson(among: options.households, in: &households, maker: &maker)
        }
        self.households = households
    }

    /// Puts a person of one household as a relative into another one that is a full registration.
    private static func repeatPerson(
        among count: Int, in households: inout [SampleHousehold], maker: inout HouseholdMaker
    ) {
        let source = maker.random.below(count)
        var target = maker.random.below(count)
        for _ in 0..<count where target == source || households[target].isPreRegistration {
            target = (target + 1) % count
        }
        guard target != source, !households[target].isPreRegistration else { return }
        let index = maker.random.below(households[source].members.count)
        let person = households[source].members[index]
        guard !households[target].members.contains(where: { $0.identity == person.identity }) else {
            return
        }
        var copy = RecordRepeater.repeated(person, maker: &maker)
        copy.number = households[target].members.count + 1
        copy.relationship = "Autre parent"
        households[target].members.append(copy)
        households[target].declaredSize += 1
    }

    private static func form(_ number: Int) -> String {
        "BDG-" + HouseholdMaker.padded(number + 1, 6)
    }
}
