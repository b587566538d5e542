import DelimitedText
import Linkage
import TestKit
import Testing

/// Files with known truth that research uses, where they lie beside the sources.
@Suite struct PublishedFilesTests {
    struct File: Sendable, CustomTestStringConvertible {
        let name: String
        let mapping: [String]
        /// Wrong and missed pairs at the configuration's threshold.
        let errorsMax: Int

        var testDescription: String { name }
        var path: String { "\(PackageFolder.sharedData)/people/\(name)" }
    }

    static let febrl = [
        "given_name = given", "surname = family", "street_number = code:number",
        "address_1 = text:street", "address_2 = text:locality", "suburb = place:suburb",
        "postcode = code:postcode", "state = place:state", "date_of_birth = birth",
        "soc_sec_id = document",
    ]

    static let files = [
        File(name: "febrl1.csv", mapping: febrl, errorsMax: 1),
        File(name: "febrl2.csv", mapping: febrl, errorsMax: 4),
        File(
            name: "RLdata500.csv",
            mapping: [
                "fname_c1 = given", "fname_c2 = given", "lname_c1 = family", "lname_c2 = family",
                "by = birth-year", "bm = birth-month", "bd = birth-day",
            ], errorsMax: 1),
        File(
            name: "splink_fake1000.csv",
            mapping: [
                "first_name = given", "surname = family", "dob = birth", "city = place",
                "email = document",
            ], errorsMax: 240),
    ]

    /// The same configuration for all; only the mapping differs.
    @Test(arguments: files) func `a file is linked without labels`(file: File) async throws {
        guard let contents = try? FileContents.read(path: file.path, bytesMax: 1 << 20) else {
            try Test.cancel("\(file.path) is not on this machine")
        }
        let records = try DelimitedText(contents).allRecords().map(\.fields)
        let mapping = try LinkageMapping(lines: file.mapping)
        let table = try Lists.table(mapping, headers: records[0], Array(records.dropFirst()))
        let person = try #require(records[0].firstIndex(of: "cluster"))
        let result = await Linker().link(table)
        let evaluation = await LinkageEvaluation(
            result, truth: records.dropFirst().map { $0[person] })
        #expect(evaluation.standard.wrong + evaluation.standard.missed <= file.errorsMax)
        #expect(evaluation.standard.f1 >= 0.88)
        #expect(evaluation.blockingRecall > 0.9)
    }
}
