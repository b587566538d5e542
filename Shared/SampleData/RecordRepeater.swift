/// Registers people a second time as it happens in the field: other spellings, swapped names, guessed ages, new phones.
enum RecordRepeater {
    /// The same household under another form number, some weeks later, perhaps elsewhere, perhaps without somebody.
    static func repeated(
        _ household: SampleHousehold, form: String, maker: inout HouseholdMaker
    ) -> SampleHousehold {
        var copy = household
        copy.form = form
        copy.collectedOn = HouseholdMaker.isoDay(
            maker.year, maker.random.within(7...11), maker.random.within(1...28))
        if maker.random.percent(60) { copy.place = maker.random.element(SamplePlace.cercles) }
        copy.isPreRegistration = false
        if copy.members.count > 3, maker.random.percent(40) {
            copy.members.remove(at: maker.random.within(1...copy.members.count - 1))
        }
        for index in copy.members.indices {
            copy.members[index] = repeated(copy.members[index], maker: &maker)
            copy.members[index].number = index + 1
        }
        copy.declaredSize = copy.members.count
        return copy
    }

    /// The same person written down by somebody else.
    static func repeated(_ person: SamplePerson, maker: inout HouseholdMaker) -> SamplePerson {
        var copy = person
        if maker.random.percent(45) {
            copy.givenName = NameStock.respelled(person.givenName, &maker.random)
        }
        if maker.random.percent(40) {
            copy.familyName = NameStock.respelled(person.familyName, &maker.random)
        }
        if maker.random.percent(8) { swap(&copy.givenName, &copy.familyName) }
        let isChild = maker.year - person.birthYear < 16
        if maker.random.percent(50) {
            let slack = isChild ? 1 : 3
            copy.birthYear = min(
                maker.year - 1, person.birthYear + maker.random.within(-slack...slack))
            maker.writeBirth(&copy)
        }
        if maker.random.percent(30) { copy.fatherName = "" }
        if !copy.phone.isEmpty, maker.random.percent(50) { copy.phone = maker.phone() }
        if maker.random.percent(40) { copy.documentNumber = "" }
        return copy
    }
}
