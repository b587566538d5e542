import DirectoryCore
import Messages
import RPC
import Status

extension DirectoryHandlers {
    func registerOrganisations(in table: inout HandlerTable) {
        let organisations = RecordMethods<DirectoryV1.Organisation>(store: store)
        table.handle(Service.getOrganisation) { request, _ in
            .init(
                organisation: try await organisations.get(
                    try Field.id(request.organisationID, "organisation_id")))
        }
        table.handle(Service.listOrganisations) { request, _ in
            let filters =
                ListFilter.tag(.kind, request.kind) + ListFilter.tag(.country, request.country)
            let (records, next) = try await organisations.list(
                request.pageSize, request.pageToken, filters)
            return .init(organisations: records, nextPageToken: next)
        }
        table.handle(Service.searchOrganisations) { request, _ in
            .init(organisations: try await organisations.search(request.prefix, request.pageSize))
        }
        table.handle(Service.createOrganisation) { request, _ in
            .init(organisation: try await organisations.create(request.organisation))
        }
        table.handle(Service.updateOrganisation) { request, _ in
            .init(organisation: try await organisations.update(request.organisation))
        }
    }
}
