import DirectoryCore
import Messages
import RPC
import Status

extension DirectoryHandlers {
    func registerSites(in table: inout HandlerTable) {
        let sites = RecordMethods<DirectoryV1.Site>(store: store)
        table.handle(Service.getSite) { request, _ in
            .init(site: try await sites.get(try Field.id(request.siteID, "site_id")))
        }
        table.handle(Service.listSites) { request, _ in
            var filters =
                ListFilter.tag(.kind, request.kind) + ListFilter.tag(.state, request.state)
            filters += try naming(
                .organisation, request.managerOrganisationID, "manager_organisation_id")
            filters += try await within(request.placeCode)
            let (records, next) = try await sites.list(request.pageSize, request.pageToken, filters)
            return .init(sites: records, nextPageToken: next)
        }
        table.handle(Service.searchSites) { request, _ in
            .init(sites: try await sites.search(request.prefix, request.pageSize))
        }
        table.handle(Service.createSite) { request, _ in
            .init(site: try await sites.create(request.site))
        }
        table.handle(Service.updateSite) { request, _ in
            .init(site: try await sites.update(request.site))
        }
    }
}
