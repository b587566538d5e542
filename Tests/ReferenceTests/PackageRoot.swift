import DelimitedText
import Reference
import TestKit

/// Where the shipped data and, on some machines, the material to compare with lie.
enum PackageRoot {
    static let reference = PackageFolder.path + "/deploy/reference"

    /// A file of the shared material as dictionaries, or nil where it is not on this machine.
    static func sharedTable(_ name: String) throws -> [[String: String]]? {
        guard
            let bytes = try? FileContents.read(
                path: "\(PackageFolder.sharedData)/\(name)", bytesMax: 1 << 24)
        else { return nil }
        let records = try DelimitedText(bytes, delimiter: .comma).allRecords()
        return records.dropFirst().map { record in
            Dictionary(zip(records[0].fields, record.fields)) { first, _ in first }
        }
    }

    static var hasSharedData: Bool {
        ((try? sharedTable("geography/mli_regions_2023.csv")) ?? nil) != nil
    }
}
