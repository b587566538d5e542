import Messages
import Testing

@Suite struct ContractTests {
    @Test("every method has a name of its own, made of its service and itself")
    func methodNames() {
        let names = MethodDescriptor.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.contains("jatigi.registration.v1.RegistrationService/SubmitBatch"))
        for method in RegistrationV1.RegistrationService.methods {
            #expect(method.name.hasPrefix(RegistrationV1.RegistrationService.name + "/"))
        }
    }

    @Test("a method carries its idempotency and the names of its messages")
    func methodDescriptor() {
        let method = RegistrationV1.RegistrationService.submitBatch
        #expect(method.idempotency == .idempotent)
        #expect(method.descriptor.requestType == "jatigi.registration.v1.SubmitBatchRequest")
        #expect(method.descriptor.responseType == "jatigi.registration.v1.SubmitBatchResponse")
        #expect(RegistrationV1.RegistrationService.getPerson.idempotency == .noSideEffects)
        #expect(MethodDescriptor.all.contains(method.descriptor))
    }

    @Test("every method says that it may be sent twice")
    func idempotencyIsStated() {
        #expect(MethodDescriptor.all.filter { $0.idempotency == .unknown }.map(\.name) == [])
    }

    @Test("the descriptor set holds every message and method of the contract")
    func descriptorSet() throws {
        let text = String(decoding: ContractDescriptor.fileDescriptorSet, as: UTF8.self)
        for type in sampledMessages {
            let name = try #require(type.fullName.split(separator: ".").last)
            #expect(text.contains(name), "\(type.fullName)")
        }
        #expect(text.contains("jatigi/rpc/v1/envelope.proto"))
        #expect(text.contains("SubmitBatch"))
    }
}
