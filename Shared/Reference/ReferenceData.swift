internal import Catalogue

/// Places and code lists, loaded once at start and shared.
public struct ReferenceData: Sendable {
    /// The places.
    public let places: Gazetteer
    private let lists: [CodeListName: CodeList]

    /// A code list.
    public func codes(_ name: CodeListName) -> CodeList {
        guard let list = lists[name] else {
            preconditionFailure("loading leaves out no list")
        }
        return list
    }

    /// The same code lists with other places.
    public func with(_ places: Gazetteer) -> ReferenceData {
        ReferenceData(places: places, lists: lists)
    }

    /// Reads every reference file of a folder, for a program of one region.
    ///
    /// - Parameter region: its code, or the country's of a site that stands above the regions. Another country brings
    ///   places of its own, so what there is stands in the folder alone.
    /// - Throws: a fault with the file to look at, also where that region is not among the places.
    public static func load(
        directory: String, region: String
    ) throws(ReferenceError) -> ReferenceData {
        let data = try load(directory: directory)
        let codes = data.places.places.filter { $0.level <= .region }.map(\.code)
        guard codes.contains(region) else {
            var error = ReferenceError(
                .reference(.regionUnknown),
                ["region": region, "codes": Set(codes).sorted().joined(separator: " ")],
                file: Gazetteer.placesFile)
            error.folder = directory
            throw error
        }
        return data
    }

    /// Reads every reference file of a folder.
    ///
    /// - Throws: a fault with the file, line and column to look at.
    public static func load(directory: String) throws(ReferenceError) -> ReferenceData {
        do throws(ReferenceError) {
            var lists: [CodeListName: CodeList] = [:]
            for name in CodeListName.allCases {
                lists[name] = try CodeList.load(name, directory: directory)
            }
            return ReferenceData(places: try Gazetteer.load(directory: directory), lists: lists)
        } catch {
            var error = error
            error.folder = directory
            throw error
        }
    }
}
