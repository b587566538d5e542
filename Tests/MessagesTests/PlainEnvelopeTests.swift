import Messages
import Testing

/// The envelope is read and written in two ways, which must not be told apart.
@Suite struct PlainEnvelopeTests {
    private static let requests = [
        RPCV1.Request(),
        RPCV1.Request(
            method: "jatigi.registration.v1.RegistrationService/SubmitBatch",
            payload: [UInt8](repeating: 3, count: 300), timeoutMilliseconds: 600_000,
            authorization: String(repeating: "k", count: 200), traceparent: "00-4bf9-00",
            requestID: [UInt8](0..<16), region: "Bandiagara-Pays dogon-é"),
        RPCV1.Request(method: "a", timeoutMilliseconds: .max),
        RPCV1.Request(method: "a\u{0}b"),
    ]
    private static let responses = [
        RPCV1.Response(),
        RPCV1.Response(payload: [UInt8](repeating: 3, count: 20_000), requestID: [1, 2]),
        RPCV1.Response(statusCode: .unavailable, message: "down", requestID: [1]),
        RPCV1.Response(
            statusCode: .notFound,
            details: RPCV1.ErrorDetails(reason: "a", arguments: [RPCV1.Argument(name: "b")])),
    ]

    private func bytes(
        _ encode: ((Int) throws -> UnsafeMutableRawBufferPointer) throws -> Void
    ) -> Result<[UInt8], WireError> {
        var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        defer { buffer.deallocate() }
        do {
            try encode { byteCount in
                buffer = .allocate(byteCount: byteCount, alignment: 1)
                return buffer
            }
            return .success([UInt8](buffer))
        } catch let error as WireError {
            return .failure(error)
        } catch {
            Issue.record(error)
            return .success([])
        }
    }

    private func outcome<Message: WireMessage>(
        _ bytes: [UInt8], _ decode: (UnsafeRawBufferPointer) throws -> Message
    ) -> Result<Message, WireError> {
        do {
            return .success(try bytes.withUnsafeBytes(decode))
        } catch let error as WireError {
            return .failure(error)
        } catch {
            Issue.record(error)
            return .success(Message())
        }
    }

    private func expectOneReading(_ bytes: [UInt8], _ note: @autoclosure () -> String) {
        let request = outcome(bytes) { try RPCV1.Request(envelope: $0) }
        let response = outcome(bytes) { try RPCV1.Response(envelope: $0) }
        #expect(
            request == outcome(bytes) { try RPCV1.Request(decoding: $0, limits: .envelope) },
            "\(note())")
        #expect(
            response == outcome(bytes) { try RPCV1.Response(decoding: $0, limits: .envelope) },
            "\(note())")
    }

    @Test(arguments: requests)
    func `a request is written as protobuf-c writes it`(_ request: RPCV1.Request) {
        #expect(
            bytes { try request.encodeEnvelope(into: $0) } == bytes { try request.encode(into: $0) }
        )
    }

    @Test(arguments: responses)
    func `an answer is written as protobuf-c writes it`(_ response: RPCV1.Response) {
        #expect(
            bytes { try response.encodeEnvelope(into: $0) }
                == bytes { try response.encode(into: $0) })
    }

    @Test func `what is cut off or altered is read or refused as protobuf-c does`() throws {
        let written = [
            try RPCV1.Request(
                method: "a.B/C", payload: [1, 2], timeoutMilliseconds: 300, authorization: "ké",
                requestID: [7, 8], region: "ML"
            ).encoded(),
            try RPCV1.Response(payload: [3], requestID: [1, 2]).encoded(),
            try Self.responses[3].encoded(),
        ]
        for whole in written {
            for count in 0...whole.count { expectOneReading(Array(whole[..<count]), "\(count)") }
            for index in whole.indices {
                for value in UInt8.min...UInt8.max {
                    var altered = whole
                    altered[index] = value
                    expectOneReading(altered, "\(index): \(value)")
                }
            }
        }
    }

    private static let unusual: [[UInt8]] = [
        WireBytes.text(1, "a") + WireBytes.text(1, "b"),
        WireBytes.text(7, "z") + WireBytes.text(1, "a"),
        WireBytes.text(7, ""),
        WireBytes.number(99, 1),
        WireBytes.number(3, .max),
        WireBytes.number(3, 1 << 34),
        [0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
        Array([[UInt8]](repeating: WireBytes.number(3, 5), count: 20).joined()),
    ]

    @Test(arguments: unusual)
    func `unusual forms are read as protobuf-c reads them`(_ bytes: [UInt8]) {
        expectOneReading(bytes, "\(bytes)")
    }

    @Test func `an envelope over its limit is refused`() {
        let bytes = WireBytes.delimited(
            2, [UInt8](repeating: 0, count: DecodeLimits.envelope.bytesMax))
        #expect(throws: WireError.self) {
            try bytes.withUnsafeBytes { try RPCV1.Request(envelope: $0) }
        }
    }
}
