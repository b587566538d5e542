/// A team that fills in one form: an orthography, an ear, and a state of tiredness.
struct Scribe {
    private let orthography: Orthography
    private let kept: Double
    private let hardness: Double
    private let writesCapitals: Bool
    private let swapsNames: Bool

    init(hardness: Double, _ draw: inout Draw) {
        self.hardness = hardness
        let isFrench = !draw.chance(min(0.9, 0.4 * hardness))
        orthography =
            isFrench
            ? draw.chance(0.5 * min(1, hardness)) ? .plain : .french
            : draw.element([.english, .bambara, .arabic])
        kept = 0.85
        writesCapitals = draw.chance(0.2)
        swapsNames = draw.chance(0.05 * hardness)
    }

    /// A row for a person.
    func row(
        _ person: Person, _ family: Family, on day: Day, phone: String?, _ draw: inout Draw
    ) -> Registration {
        var given = person.given
        if given.count > 1, chance(0.4, &draw) { given.removeLast() }
        if let nickname = person.nickname, chance(0.3, &draw) { given = [nickname] }
        if person.age(on: day) > 50, chance(0.08, &draw) {
            given.insert(Letters(word: person.isFemale ? "hadja" : "elhadj"), at: 0)
        }
        var names = (given: text(given, &draw), family: text(person.family, &draw))
        if swapsNames != chance(0.03, &draw) { swap(&names.given, &names.family) }
        let birth = self.birth(of: person, on: day, &draw)
        let village = family.village
        return Registration(
            form: "", collectedOn: day.iso, given: names.given, family: names.family,
            sex: chance(0.02, &draw) ? "" : person.isFemale != chance(0.01, &draw) ? "F" : "M",
            birth: birth.written, age: birth.age,
            father: relative(person.father, missing: 0.2, &draw),
            mother: relative(person.mother, missing: 0.25, &draw),
            village: chance(0.05, &draw) ? "" : place(village.name, &draw), site: "",
            phone: chance(0.3, &draw) ? "" : phone.map { number($0, &draw) } ?? "",
            person: person.id)
    }

    /// A place's name as it is written here.
    func place(_ name: Letters, _ draw: inout Draw) -> String {
        var text = self.text([name], &draw)
        if chance(0.06, &draw) { text += draw.element([" 1", " Peulh", " Centre", " Kanda"]) }
        return text
    }

    private func chance(_ probability: Double, _ draw: inout Draw) -> Bool {
        draw.chance(min(0.9, probability * hardness))
    }

    private func relative(
        _ name: [Letters], missing: Double, _ draw: inout Draw
    ) -> String {
        if chance(missing, &draw) { return "" }
        // Often the given name alone.
        return text(chance(0.4, &draw) ? Array(name.prefix(1)) : name, &draw)
    }

    private func text(_ words: [Letters], _ draw: inout Draw) -> String {
        let text = words.map { word($0, &draw) }.joined(separator: " ")
        return writesCapitals ? text.uppercased() : text
    }

    private func word(_ word: Letters, _ draw: inout Draw) -> String {
        var letters = word
        if chance(0.3, &draw) { letters = Slips.misheard(letters, &draw) }
        if chance(0.12, &draw) { letters = Slips.misheard(letters, &draw) }
        letters = orthography.spelt(letters, kept: kept, &draw)
        if chance(0.05, &draw) { letters = Slips.mistyped(letters, &draw) }
        return letters.capitalised
    }

    private func number(_ phone: String, _ draw: inout Draw) -> String {
        guard chance(0.03, &draw) else { return phone }
        var digits = Array(phone)
        digits.swapAt(draw.within(1...6), 7)
        return String(digits)
    }

    private func birth(
        of person: Person, on day: Day, _ draw: inout Draw
    ) -> (written: String, age: String) {
        if person.knowsDay, !chance(0.15, &draw) {
            return (paperDay(person.birth, &draw).iso, "")
        }
        var year = person.saidYear
        if chance(0.5, &draw) {
            let guess = person.birth.year + Ages.error(of: person.age(on: day), &draw)
            year = day.year - Ages.heaped(max(0, day.year - guess), &draw)
        }
        year = min(year, day.year)
        switch draw.below(100) {
        case 0..<42: return ("", String(day.year - year))
        case 42..<78: return ("\(year)-01-01", "")
        default: return (String(year), "")
        }
    }

    /// The day that a paper says, with what goes wrong in copying it.
    private func paperDay(_ birth: Day, _ draw: inout Draw) -> Day {
        var day = birth
        if chance(0.03, &draw), day.day <= 12 { swap(&day.month, &day.day) }
        if chance(0.03, &draw) { day.day = day.day % 28 + 1 }
        if chance(0.02, &draw) { day.year -= 1 }
        return day
    }
}
