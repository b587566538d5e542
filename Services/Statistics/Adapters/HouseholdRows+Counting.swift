import Messages
import StatisticsCore
import Storage

extension HouseholdRows {
    /// Adds the people of registered households and the sizes of the others to a table of counts.
    func count(into tally: inout CountTally, in reading: ReadTransaction, for query: CountQuery)
        throws
    {
        // Asked once, not once a person: hashing dimensions took a third of the time.
        let readsPlace = query.dimensions.contains(.place) || !query.placeCode.isEmpty
        let readsGroup = query.dimensions.contains(.populationGroup)
        let readsSex = query.dimensions.contains(.sex)
        let readsBirth = query.dimensions.contains(.ageBand)
        let readsNeeds = query.dimensions.contains(.need)
        let readsDay = query.dimensions.contains(.date)
        var person = CountedPerson()
        try reading.prepare(
            """
            SELECT household, is_net, place_code, population_group, sex, birth, needs, registered_on
            FROM person WHERE region = $region AND is_counted = 1 ORDER BY household
            """
        ).scan([("region", .text(region))]) { row in
            // A column is read only where it is asked for: this runs once for every person of the region.
            person.household = try row.integer(0)
            person.isNet = try row.integer(1) != 0
            if readsPlace { person.placeCode = try row.text(2) }
            if readsGroup { person.populationGroup = try row.text(3) }
            if readsSex { person.sex = Int(try row.integer(4)) }
            if readsBirth { person.birth = BirthNumber(rawValue: Int(try row.integer(5))) }
            if readsNeeds { person.needs = try row.text(6) }
            if readsDay { person.registeredOn = Int(try row.integer(7)) }
            try tally.add(person)
            return true
        }
        try reading.prepare(
            """
            SELECT people_pre_registered, place_code, recorded_on FROM household
            WHERE region = $region AND is_registered = 0
            """
        ).scan([("region", .text(region))]) { row in
            try tally.addPreRegistered(
                people: Int(try row.integer(0)), placeCode: try row.text(1),
                recordedOn: Int(try row.integer(2)))
            return true
        }
    }
}
