import Catalogue
import DirectoryCore
import Messages
import RPC
import Reference
import Status

extension DirectoryHandlers {
    func registerPlaces(in table: inout HandlerTable) {
        let places = RecordMethods<DirectoryV1.PlaceRecord>(store: store)
        table.handle(Service.getPlace) { request, _ in
            guard let id = PlaceID.make(request.code) else {
                throw Field.invalid("code", .directory(.placeCodeMalformed))
            }
            return .init(place: try await places.get(id))
        }
        table.handle(Service.listPlaces) { request, _ in
            var filters = try levels(request.levels, "levels")
            if !request.parentCode.isEmpty {
                let parent = try await placeID(request.parentCode, "parent_code")
                filters.append(.directlyIn(place: parent, on: store.today))
            }
            let (records, next) = try await places.list(
                request.pageSize, request.pageToken, filters)
            return .init(places: records, nextPageToken: next)
        }
        table.handle(Service.searchPlaces) { request, _ in
            let filters = try levels(request.level == 0 ? [] : [request.level], "level")
            return .init(places: try await places.search(request.prefix, request.pageSize, filters))
        }
        table.handle(Service.createPlace) { request, _ in
            .init(place: try await places.create(request.place))
        }
        table.handle(Service.updatePlace) { request, _ in
            .init(place: try await places.update(request.place))
        }
        table.handle(Service.importPlaces) { request, _ in
            guard !request.places.isEmpty else {
                throw Field.invalid("places", .registration(.required))
            }
            guard request.places.count <= DirectoryLimits.importPlacesMax else {
                throw Field.invalid(
                    "places", .request(.tooMany), ["max": "\(DirectoryLimits.importPlacesMax)"]
                )
            }
            return try await store.change { try $0.importPlaces(request.places) }
        }
    }

    private func levels(_ levels: [UInt32], _ field: String) throws(RPCError) -> [ListFilter] {
        guard !levels.isEmpty else { return [] }
        guard levels.count <= PlaceLevel.allCases.count,
            levels.allSatisfy({ PlaceLevel(rawValue: Int($0)) != nil })
        else { throw Field.invalid(field, .directory(.levelInvalid)) }
        return [.any(levels.map { RecordTag(.level, code: "\($0)") })]
    }
}
