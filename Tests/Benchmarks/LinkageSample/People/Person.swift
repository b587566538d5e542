/// Somebody as they are, before anybody writes them down.
struct Person {
    let id: Int
    let isFemale: Bool
    /// One given name, or two.
    let given: [Letters]
    /// One word, or a word for son or daughter and the father's name.
    let family: [Letters]
    let father: [Letters]
    let mother: [Letters]
    let birth: Day
    /// Whether a paper says the day; else people guess an age.
    let knowsDay: Bool
    /// The year that the family is used to say.
    let saidYear: Int
    /// What they are called beside their given name, from then on.
    let nickname: Letters?

    func age(on day: Day) -> Int {
        let hadBirthday = (day.month, day.day) >= (birth.month, birth.day)
        return day.year - birth.year - (hadBirthday ? 0 : 1)
    }
}

/// A day; of no month more than the 28th, so that every day is one.
struct Day: Comparable {
    var year: Int
    var month: Int
    var day: Int

    static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    var iso: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A family: a head, wives each with their children, an old parent, others.
struct Family {
    struct Member {
        let person: Person
        /// 0 for the head and who belongs to them, else the number of the wife whose part it is.
        let part: Int
    }

    let members: [Member]
    let village: Village
    let phone: String?
    var wives: Int { members.reduce(0) { max($0, $1.part) } }
}

/// A village: few family names, and one name for it.
struct Village {
    let people: People
    let name: Letters
    let families: [Letters]
    /// The phone that many give: the chief's, or the shop's.
    let phone: String
    /// Where people from here flee to.
    let sites: [Letters]
}
