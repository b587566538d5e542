/// Registers the families of a village, as often as it happens to them.
struct Registrar {
    private let hardness: Double
    /// Who went to live with the family that is registered next.
    private var leaving: [Family.Member] = []
    private var guests: [Family.Member] = []
    private(set) var forms: [[Registration]] = []

    init(hardness: Double) { self.hardness = hardness }

    /// Registers a family once, and sometimes again: whole, in part, elsewhere, split.
    mutating func register(_ family: Family, _ draw: inout Draw) {
        guests = leaving
        leaving = []
        var day = Day(
            year: FamilyMaker.firstYear, month: draw.within(1...12), day: draw.within(1...28))
        var site = draw.element(family.village.sites)
        let isPreRegistered = draw.chance(0.14)
        var phone = family.phone
        write(
            isPreRegistered ? Array(family.members.prefix(1)) : family.members, family, day, site,
            phone, &draw)
        let repeats = isPreRegistered ? (draw.chance(0.75) ? 1 : 0) : 0
        for _ in 0..<repeats + (draw.chance(0.34) ? 1 : 0) + (draw.chance(0.08) ? 1 : 0) {
            day.year += draw.below(2)
            day.month += 1 + draw.below(8)
            if day.month > 12 { (day.year, day.month) = (day.year + 1, day.month - 12) }
            if draw.chance(0.5) { site = draw.element(family.village.sites) }
            if draw.chance(0.4) { phone = FamilyMaker.phone(&draw) }
            if draw.chance(0.1) { phone = family.village.phone }
            again(family, day, site, phone, &draw)
        }
    }

    private mutating func again(
        _ family: Family, _ day: Day, _ site: Letters, _ phone: String?, _ draw: inout Draw
    ) {
        let members = family.members
        switch draw.below(100) {
        case 0..<45:
            write(members.filter { _ in draw.chance(0.94) }, family, day, site, phone, &draw)
        case 45..<65:
            write(members.filter { _ in draw.chance(0.55) }, family, day, site, phone, &draw)
        case 65..<80 where family.wives > 1:
            // Each wife registers with her children; the husband may stand on both forms.
            for wife in 1...family.wives {
                let part = members.filter {
                    $0.part == wife || ($0.part == 0 && draw.chance(0.35))
                }
                write(part, family, day, site, wife == 1 ? phone : nil, &draw)
            }
        case 80..<92:
            // Without the head.
            write(Array(members.dropFirst()), family, day, site, phone, &draw)
        default:
            // Somebody goes to live with the family that is registered next.
            guard let guest = members.dropFirst().randomMember(&draw) else { return }
            if !leaving.contains(where: { $0.person.id == guest.person.id }) {
                leaving.append(guest)
            }
        }
    }

    private mutating func write(
        _ members: [Family.Member], _ family: Family, _ day: Day, _ site: Letters, _ phone: String?,
        _ draw: inout Draw
    ) {
        let scribe = Scribe(hardness: hardness, &draw)
        let siteName = scribe.place(site, &draw)
        let isPreRegistration = members.count == 1
        let present = (isPreRegistration ? members : members + guests).filter {
            $0.person.birth < day
        }
        if !isPreRegistration { guests = [] }
        let form = present.map { member in
            var row = scribe.row(member.person, family, on: day, phone: phone, &draw)
            row.site = siteName
            return row
        }
        if !form.isEmpty { forms.append(form) }
    }
}

extension ArraySlice<Family.Member> {
    fileprivate func randomMember(_ draw: inout Draw) -> Family.Member? {
        isEmpty ? nil : self[startIndex + draw.below(count)]
    }
}
