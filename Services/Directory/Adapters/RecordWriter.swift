import Access
import Basics
import Catalogue
import DirectoryCore
import Messages
import RPC
import Status
import Storage
import Validation

/// Carries out changes inside one transaction: checks, rows, events.
struct RecordWriter {
    let store: DirectoryStore
    let transaction: Transaction
    let now: Timestamp
    private var events: [NewEvent] = []

    init(store: DirectoryStore, transaction: Transaction, now: Timestamp) {
        self.store = store
        self.transaction = transaction
        self.now = now
    }

    /// Keeps a new record under the id that it brings; the same content again gives the record as it is.
    ///
    /// - Throws: `ALREADY_EXISTS` where the id stands for other content, `INVALID_ARGUMENT` with field paths.
    mutating func create<Record: DirectoryRecord>(_ record: Record) throws -> Record {
        let created = Digest.blake2b128(try record.content.encoded())
        if let earlier = try store.rows(Record.self).row(record.recordID, in: transaction) {
            guard earlier.created == created else {
                throw RPCError(.alreadyExists, .directory(.identifierTaken))
            }
            return earlier.record
        }
        try check(record)
        return try save(record, after: 0)
    }

    /// Puts a record in the place of the one with its id, where that has still the revision that the caller read.
    /// What is already so stays, so that an answer that was lost can be asked for again.
    ///
    /// - Throws: `NOT_FOUND`, `ABORTED` where somebody else has changed it, `INVALID_ARGUMENT` with field paths.
    mutating func update<Record: DirectoryRecord>(_ record: Record) throws -> Record {
        let current = try store.rows(Record.self).record(record.recordID, in: transaction)
            .orNotFound()
        if current.content == record.content { return current }
        guard current.revision == record.revision else {
            throw RPCError(
                .aborted, .registrationState(.revisionConflict),
                arguments: ["current": "\(current.revision)"])
        }
        try check(record)
        return try save(record, after: current.revision)
    }

    /// Keeps places, all or none; each that differs from what is there gets a new revision.
    mutating func importPlaces(
        _ places: [DirectoryV1.PlaceRecord]
    ) throws -> DirectoryV1.ImportPlacesResponse {
        let rows = store.rows(DirectoryV1.PlaceRecord.self)
        let checker = RecordChecker(
            reference: store.reference, directory: try ImportedPlaces(places, over: lookup),
            now: now)
        var findings = Findings()
        ImportedPlaces.checkCodes(places, in: &findings)
        for (index, place) in places.enumerated() {
            try place.check(with: checker, at: FieldPath("places[\(index)]"), in: &findings)
        }
        try findings.throwIfAny()
        var response = DirectoryV1.ImportPlacesResponse()
        for place in places {
            let current = try rows.record(place.recordID, in: transaction)
            if current?.content == place.content {
                response.unchanged += 1
                continue
            }
            if current == nil { response.created += 1 } else { response.updated += 1 }
            try save(place, after: current?.revision ?? 0)
        }
        return response
    }

    /// Keeps those of these new places that fit the tree, containers coming first.
    ///
    /// - Returns: codes of the others.
    mutating func addPlaces(_ places: [DirectoryV1.PlaceRecord]) throws -> [String] {
        var refused: [String] = []
        for place in places {
            do {
                try check(place)
                try save(place, after: 0)
            } catch let error as RPCError where error.code == .invalidArgument {
                refused.append(place.code)
            }
        }
        return refused
    }

    /// Takes a contact away, from the log too, and tells followers to do the same. Nothing happens where that was done.
    ///
    /// - Throws: `NOT_FOUND` where there never was such a contact.
    mutating func eraseContact(_ id: RecordID) throws {
        let rows = store.rows(DirectoryV1.Contact.self)
        guard try rows.record(id.bytes, in: transaction) != nil else {
            guard try store.log.hasErased(id, in: transaction) else {
                throw RPCError(.notFound, .registrationState(.notFound))
            }
            return
        }
        try rows.remove(id.bytes, in: transaction)
        try store.log.erase(id, in: transaction)
        let event = DirectoryV1.Event(
            recordedAtMilliseconds: now.millisecondsSinceEpoch, subjectID: id.bytes,
            change: .personalDataErased(.init()))
        events.append(
            NewEvent(
                id: store.ids.next(), subject: id, kind: StoredEvent.erasureKind, recordedAt: now,
                payload: try event.encoded()))
    }

    /// Keeps a checked record and its event.
    @discardableResult
    mutating func save<Record: DirectoryRecord>(
        _ record: Record, after revision: UInt64
    ) throws -> Record {
        var record = record
        record.revision = revision + 1
        record.updatedAtMilliseconds = now.millisecondsSinceEpoch
        let created = Digest.blake2b128(try record.content.encoded())
        try store.rows(Record.self).save(record, created: created, in: transaction)
        guard let subject = RecordID(bytes: record.recordID) else {
            preconditionFailure("ids are checked before a record is kept")
        }
        let event = DirectoryV1.Event(
            recordedAtMilliseconds: now.millisecondsSinceEpoch, subjectID: record.recordID,
            change: record.change)
        events.append(
            NewEvent(
                id: store.ids.next(), subject: subject,
                kind: "\(Record.recordKind.rawValue)_recorded",
                recordedAt: now, payload: try event.encoded()))
        return record
    }

    func appendEvents() throws {
        try store.log.append(in: transaction, events)
    }

    private var lookup: StoredLookup<Transaction> {
        StoredLookup(region: store.region, store: transaction)
    }

    private func check<Record: DirectoryRecord>(_ record: Record) throws {
        var directory: any DirectoryLookup = lookup
        if let place = record as? DirectoryV1.PlaceRecord {
            directory = try ImportedPlaces([place], over: lookup)
        }
        let checker = RecordChecker(reference: store.reference, directory: directory, now: now)
        var findings = Findings()
        try record.check(with: checker, at: FieldPath(Record.fieldName), in: &findings)
        try findings.throwIfAny()
    }
}

extension Optional {
    /// The value, or `NOT_FOUND`.
    func orNotFound() throws(RPCError) -> Wrapped {
        guard let self else { throw RPCError(.notFound, .registrationState(.notFound)) }
        return self
    }
}
