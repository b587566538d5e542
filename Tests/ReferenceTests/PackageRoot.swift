import DelimitedText
import Reference

/// Where the shipped data and, on some machines, the material to compare with lie.
enum PackageRoot {
    static let path: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    static let reference = path + "/deploy/reference"
    static let sharedData = path + "/../shared/data"

    /// A file of the shared material as dictionaries, or nil where it is not on this machine.
    static func sharedTable(_ name: String) throws -> [[String: String]]? {
        guard
            let bytes = try? FileContents.read(path: "\(sharedData)/\(name)", bytesMax: 1 << 24)
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
