import Catalogue
import ClientIntake
import Messages
import Reference
import SampleData
import Testing
import Validation

@Suite struct SampleIntakeTests {
    @Test("the sample file is read without an error, and twice to the same bytes")
    func sample() throws {
        let fixture = try IntakeFixture()
        let sample = Sample()
        func read() throws -> (Intake, [BatchBuilder.Batch]) {
            let intake = try Intake.read(
                sample.csv(), options: IntakeOptions(), reference: fixture.reference)
            return (intake, try BatchBuilder(source: "team-koro-1").batches(of: intake.commands))
        }
        let (intake, batches) = try read()
        // Some of its places have a name alone.
        #expect(intake.problems.allSatisfy { $0.key == .registration(.placeNotCoded) })
        #expect(intake.problems.allSatisfy { $0.severity == .notice })
        #expect(intake.householdsLeftOut == 0)
        #expect(intake.commands.count == sample.households.count)
        #expect(batches.reduce(0) { $0 + $1.people } == sample.peopleCount)
        #expect(try read().1.map(\.bytes) == batches.map(\.bytes))
        #expect(intake.commands.contains { $0.household?.stage == .preRegistered })
    }

    @Test("what a server says of a field is found as row and column")
    func locate() throws {
        let fixture = try IntakeFixture()
        let intake = try fixture.read(
            "N° fiche;Nom;Âge;Lieu;Lien\n\nF1;Togo;;Koro;chef\nF1;Dolo;;;enfant")
        let origin = intake.origins[0]
        let path = "commands[0].register.household.members[1]."
        #expect(origin.locate(fieldPath: path + "family_name") == (4, 2, "Nom"))
        #expect(
            origin.locate(fieldPath: "commands[0].register.household.place.code") == (3, 4, "Lieu"))
        #expect(origin.locate(fieldPath: "commands[0].source_key") == (3, 1, "N° fiche"))
        #expect(origin.locate(fieldPath: path + "birth_date") == (4, 0, ""))
        #expect(origin.locate(fieldPath: "").row == 3)
        #expect(origin.locate(fieldPath: "members[99].sex[.].").row == 3)
    }

    @Test("bytes mutated at random are read or refused, and never crash")
    func mutations() throws {
        let fixture = try IntakeFixture()
        let csv = Sample(options: SampleOptions(households: 3, repeatedHouseholds: 0)).csv()
        let json = Array(
            #"{"fiche":"F1","m":[{"nom":"\u00e9","age":3,"x":[1,"a"]}],"lieu":"Koro"}"#.utf8)
        var random = RandomSource(seed: 99)
        var outcomes: Set<Bool> = []
        for round in 0..<600 {
            var bytes = round.isMultiple(of: 2) ? Array(csv.prefix(900)) : json
            for _ in 0..<random.within(1...4) {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            }
            do throws(IntakeProblem) {
                let intake = try Intake.read(
                    bytes, options: IntakeOptions(), reference: fixture.reference)
                #expect(intake.commands.count == intake.origins.count)
                outcomes.insert(true)
            } catch {
                #expect(!error.text(in: .french).isEmpty)
                outcomes.insert(false)
            }
        }
        #expect(outcomes == [true, false])
    }
}
