import Access
import Catalogue
import DeduplicationCore
import Linkage
import Matching
import Messages
import Storage

/// Reads and writes models, and which of them is in force.
struct ModelRows: Sendable {
    /// How far the households are screened by the model in force.
    struct Screened {
        let number: UInt32
        /// Of what was scored by, see ``Scoring/version``.
        let version: [UInt8]
        /// The last household; empty before the first.
        let through: [UInt8]
        let isWhole: Bool
    }

    /// What a model scores by in this version of the program, which may be a later one than the model was learnt by.
    struct Scoring {
        let model: LinkageModel
        /// Digest of what is scored by: the parameters, and which names are one.
        let version: [UInt8]
        /// Codes of the fields that are weighed as the shipped model weighs them.
        let shippedFields: [String]
    }

    let region: String
    /// Names that are one, by which people are compared whatever the model.
    var variants = NameVariants.standard

    /// A model; the shipped one is always there.
    func model(_ number: UInt32, in store: some Querying) throws -> DeduplicationV1.Model? {
        if number == 0 { return try Self.shipped() }
        return try store.prepare(
            "SELECT record FROM model WHERE region = $region AND number = $number"
        ).first([("region", .text(region)), ("number", .integer(Int64(number)))]).map(decode)
    }

    /// The newest models, newest first, without the shipped one.
    func newest(in store: some Querying) throws -> [DeduplicationV1.Model] {
        try store.prepare(
            "SELECT record FROM model WHERE region = $region ORDER BY number DESC LIMIT $limit"
        ).rows([("region", .text(region)), ("limit", .integer(Int64(ModelLimits.modelsMax)))])
            .map(decode)
    }

    /// Models that are being learnt: one, or after a crash those that were.
    func learning(in store: some Querying) throws -> [DeduplicationV1.Model] {
        try store.prepare(
            "SELECT record FROM model WHERE region = $region AND state = $state ORDER BY number"
        ).rows([
            ("region", .text(region)),
            ("state", .integer(Int64(DeduplicationV1.ModelState.learning.rawValue))),
        ]).map(decode)
    }

    /// Saves a model, for the first time or again.
    func save(_ model: DeduplicationV1.Model, in transaction: Transaction) throws {
        try transaction.prepare(
            """
            INSERT INTO model (region, number, state, record)
            VALUES ($region, $number, $state, $record)
            ON CONFLICT (region, number) DO UPDATE SET state = excluded.state,
                record = excluded.record
            """
        ).run([
            ("region", .text(region)), ("number", .integer(Int64(model.number))),
            ("state", .integer(Int64(model.state.rawValue))),
            ("record", .blob(try model.encoded())),
        ])
    }

    /// Forgets models that came to nothing long ago.
    func prune(newest number: UInt32, in transaction: Transaction) throws {
        try transaction.prepare(
            "DELETE FROM model WHERE region = $region AND number < $number AND state <> $taken"
        ).run([
            ("region", .text(region)),
            ("number", .integer(Int64(number) - Int64(ModelLimits.modelsMax))),
            ("taken", .integer(Int64(DeduplicationV1.ModelState.taken.rawValue))),
        ])
    }

    /// The number of the model in force.
    func numberInForce(in store: some Querying) throws -> UInt32 {
        try screened(in: store)?.number ?? 0
    }

    /// The model in force, to score by.
    func inForce(in store: some Querying) throws -> Scoring {
        let number = try numberInForce(in: store)
        guard let model = try model(number, in: store) else {
            throw StorageError(.corrupt, "the model in force is not there")
        }
        return try scoring(model)
    }

    /// What a stored model scores by.
    func scoring(_ model: DeduplicationV1.Model) throws -> Scoring {
        guard let stored = model.parameters.flatMap({ LinkageParameters($0) }) else {
            throw StorageError(.corrupt, "the parameters of a model cannot be read")
        }
        let fields = LinkageIndex.registration.fields
        let (parameters, shipped) = stored.laid(over: .standard, fields: fields)
        var scoring = LinkageModel(parameters, fields: fields)
        scoring.number = model.number
        var codes: [String] = []
        for code in shipped.map(\.message.rawValue) where !codes.contains(code) {
            codes.append(code)
        }
        return Scoring(
            model: scoring,
            version: ContentID.of(try parameters.version() + variants.contents),
            shippedFields: codes)
    }

    /// How far the households are screened; nil before a region's first start.
    func screened(in store: some Querying) throws -> Screened? {
        try store.prepare(
            """
            SELECT number, version, screened_through, is_screened FROM model_in_force
            WHERE region = $region
            """
        ).first([("region", .text(region))]).map { row in
            Screened(
                number: UInt32(clamping: try row.integer(0)), version: try row.blob(1),
                through: try row.blob(2), isWhole: try row.integer(3) != 0)
        }
    }

    func save(_ screened: Screened, in transaction: Transaction) throws {
        try transaction.prepare(
            """
            INSERT INTO model_in_force (region, number, version, screened_through, is_screened)
            VALUES ($region, $number, $version, $through, $whole)
            ON CONFLICT (region) DO UPDATE SET number = excluded.number,
                version = excluded.version, screened_through = excluded.screened_through,
                is_screened = excluded.is_screened
            """
        ).run([
            ("region", .text(region)), ("number", .integer(Int64(screened.number))),
            ("version", .blob(screened.version)), ("through", .blob(screened.through)),
            ("whole", .bool(screened.isWhole)),
        ])
    }

    private static func shipped() throws -> DeduplicationV1.Model {
        .init(
            number: 0, version: try LinkageParameters.standard.version(), state: .ready,
            parameters: LinkageParameters.standard.message)
    }

    private func decode(_ row: Row) throws -> DeduplicationV1.Model {
        try DeduplicationV1.Model(decoding: row.blob("record"))
    }
}
