import DirectoryCore
import Messages
import RPC
import Status

extension DirectoryHandlers {
    func registerInterventions(in table: inout HandlerTable) {
        let interventions = RecordMethods<DirectoryV1.Intervention>(store: store)
        table.handle(Service.getIntervention) { request, _ in
            .init(
                intervention: try await interventions.get(
                    try Field.id(request.interventionID, "intervention_id")))
        }
        table.handle(Service.listInterventions) { request, _ in
            var filters =
                ListFilter.tag(.kind, request.sector) + ListFilter.tag(.state, request.state)
            filters += try naming(.organisation, request.organisationID, "organisation_id")
            filters += try naming(.site, request.siteID, "site_id")
            filters += try await within(request.placeCode)
            let (records, next) = try await interventions.list(
                request.pageSize, request.pageToken, filters)
            return .init(interventions: records, nextPageToken: next)
        }
        table.handle(Service.searchInterventions) { request, _ in
            .init(interventions: try await interventions.search(request.prefix, request.pageSize))
        }
        table.handle(Service.createIntervention) { request, _ in
            .init(intervention: try await interventions.create(request.intervention))
        }
        table.handle(Service.updateIntervention) { request, _ in
            .init(intervention: try await interventions.update(request.intervention))
        }
    }
}
