import Messages

enum MessageFuzzing {
    private typealias Reader = @Sendable ([UInt8], DecodeLimits) -> Void

    /// Messages that programs read from others, among them the deepest and the longest; the seeds' first bytes are indices
    /// here, so add at the end.
    private static let kinds: [Reader] = [
        reader(RPCV1.Request.self), reader(RPCV1.Response.self),
        reader(RegistrationV1.SubmitBatchRequest.self),
        reader(RegistrationV1.Event.self), reader(RegistrationV1.ReadEventsResponse.self),
        reader(DeduplicationV1.ScreenedPair.self), reader(DeduplicationV1.Event.self),
        reader(DeduplicationV1.ReadEventsResponse.self), reader(StatisticsV1.GetCountsRequest.self),
        reader(StatisticsV1.GetCountsResponse.self), reader(DirectoryV1.Event.self),
        reader(DirectoryV1.ImportPlacesRequest.self), reader(HealthV1.ProgramStatus.self),
    ]

    static func messages(_ bytes: [UInt8]) {
        guard let choice = bytes.first else { return }
        kinds[Int(choice) % kinds.count](Array(bytes.dropFirst()), .standard)
    }

    static func envelope(_ bytes: [UInt8]) {
        reader(RPCV1.Request.self)(bytes, .envelope)
        let request = try? RPCV1.Request(decoding: bytes, limits: .envelope)
        let response = try? RPCV1.Response(decoding: bytes, limits: .envelope)
        bytes.withUnsafeBytes { bytes in
            precondition((try? RPCV1.Request(envelope: bytes)) == request, "two readings differ")
            precondition((try? RPCV1.Response(envelope: bytes)) == response, "two readings differ")
        }
        guard let request else { return }
        requests[request.method]?(request.payload, .standard)
    }

    private static let requests: [String: Reader] = {
        var table: [String: Reader] = [:]
        func add<Request: WireMessage, Response>(_ method: Method<Request, Response>) {
            table[method.name] = reader(Request.self)
        }
        add(HealthV1.HealthService.check)
        add(RegistrationV1.RegistrationService.submitBatch)
        add(RegistrationV1.RegistrationService.readEvents)
        add(DeduplicationV1.DeduplicationService.readEvents)
        add(StatisticsV1.StatisticsService.getCounts)
        add(DirectoryV1.DirectoryService.importPlaces)
        return table
    }()

    /// What is accepted can be written, read again, and written to the same bytes. (Values are not compared: a NaN is not
    /// itself.)
    private static func reader<Message: WireMessage>(_: Message.Type) -> Reader {
        { read($0, $1, as: Message.self) }
    }

    private static func read<Message: WireMessage>(
        _ bytes: [UInt8], _ limits: DecodeLimits, as _: Message.Type
    ) {
        guard let value = try? Message(decoding: bytes, limits: limits) else { return }
        // The other side's limits count what is written, which may be longer: a packed list written loosely.
        guard let once = try? value.encoded() else {
            preconditionFailure("what was decoded cannot be encoded")
        }
        guard let again = try? Message(decoding: once, limits: limits) else {
            preconditionFailure("what was encoded cannot be decoded")
        }
        precondition((try? again.encoded()) == once, "a second encoding differs")
    }
}
