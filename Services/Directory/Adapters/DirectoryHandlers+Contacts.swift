import Basics
import Catalogue
import DirectoryCore
import Messages
import RPC
import Status
import Storage

extension DirectoryHandlers {
    func registerContacts(in table: inout HandlerTable) {
        let contacts = RecordMethods<DirectoryV1.Contact>(store: store)
        table.handle(Service.getContact) { request, _ in
            .init(contact: try await contacts.get(try Field.id(request.contactID, "contact_id")))
        }
        table.handle(Service.listContacts) { request, _ in
            let filters =
                try naming(.organisation, request.organisationID, "organisation_id")
                + (try await within(request.placeCode))
            let (records, next) = try await contacts.list(
                request.pageSize, request.pageToken, filters)
            return .init(contacts: records, nextPageToken: next)
        }
        table.handle(Service.searchContacts) { request, _ in
            .init(contacts: try await contacts.search(request.prefix, request.pageSize))
        }
        table.handle(Service.createContact) { request, _ in
            .init(contact: try await contacts.create(request.contact))
        }
        table.handle(Service.updateContact) { request, _ in
            .init(contact: try await contacts.update(request.contact))
        }
        table.handle(Service.eraseContact) { request, _ in
            guard let id = RecordID(bytes: request.contactID) else {
                throw Field.invalid("contact_id", .request(.idMalformed))
            }
            try await store.change { try $0.eraseContact(id) }
            // The old pages lie in the write-ahead log until then.
            try await store.database.checkpoint()
            return .init()
        }
    }
}
