import DelimitedText
import Foundation
import Linkage
import LinkageSample

/// A list to link, and the column that knows the truth.
struct LinkageList {
    /// What it is called in the table.
    let name: String
    let path: String
    /// Lines of `header = use`: all that differs from list to list.
    let mapping: [String]
    let truthHeader: String

    /// Published files with known truth, where they lie on the machine.
    static func published(in folder: String) -> [LinkageList] {
        let febrl = [
            "given_name = given", "surname = family", "street_number = code:number",
            "address_1 = text:street", "address_2 = text:locality", "suburb = place:suburb",
            "postcode = code:postcode", "state = place:state", "date_of_birth = birth",
            "soc_sec_id = document",
        ]
        let files = [
            ("FEBRL 1", "febrl1", febrl), ("FEBRL 2", "febrl2", febrl),
            (
                "RLdata500", "RLdata500",
                [
                    "fname_c1 = given", "fname_c2 = given", "lname_c1 = family",
                    "lname_c2 = family", "by = birth-year", "bm = birth-month", "bd = birth-day",
                ]
            ),
            (
                "fake 1000", "splink_fake1000",
                [
                    "first_name = given", "surname = family", "dob = birth", "city = place",
                    "email = document",
                ]
            ),
        ]
        return files.map { name, file, mapping in
            LinkageList(
                name: name, path: "\(folder)/\(file).csv", mapping: mapping, truthHeader: "cluster")
        }
    }

    /// Invented registrations of a seed, written into a folder.
    static func invented(
        _ registrations: Int, seed: UInt64, in folder: String
    ) throws -> LinkageList {
        let list = LinkageList(
            name: "registrations", path: "\(folder)/\(registrations)-\(seed).csv",
            mapping: Registration.mapping, truthHeader: Registration.truthHeader)
        try LinkageSampleCommand.write(
            LinkageSample(seed: seed, registrations: registrations), to: list.path)
        return list
    }

    /// Reads the records as `jatigi link` does, and the person of each.
    ///
    /// - Parameters:
    ///   - mapping: another than the list's own, as an ablation has it.
    ///   - configuration: what the names sound like.
    func read(
        mapping lines: [String], configuration: LinkageConfiguration = .standard
    ) throws -> (table: LinkageTable, truth: [String?]) {
        let mapping = try LinkageMapping(lines: lines)
        let limits = DelimitedTextLimits(
            bytesMax: 1 << 30, columnsMax: 256, cellScalarsMax: 10_000,
            rowsMax: LinkageLimits.recordsMax + 1)
        let contents = try FileContents.read(path: path, bytesMax: limits.bytesMax)
        var reader = try DelimitedText(contents, limits: limits).makeReader()
        guard let headers = try reader.next()?.fields,
            let person = headers.firstIndex(of: truthHeader)
        else { throw BenchmarkFailure("\(path) has no column \(truthHeader)") }
        let plan = try ColumnPlan(headers: headers, mapping: mapping)
        var table = LinkageTable(mapping: mapping, configuration: configuration)
        var truth: [String?] = []
        while let record = try reader.next() {
            if record.isBlank { continue }
            table.append(record.fields, plan: plan)
            truth.append(record.fields[person])
        }
        return (table, truth)
    }
}
