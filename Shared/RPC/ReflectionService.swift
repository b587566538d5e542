import Messages

extension HandlerTable {
    /// Adds `jatigi.rpc.v1.ReflectionService`: the contract itself, for clients that build messages
    /// at run time.
    public mutating func registerReflection() {
        typealias Service = RPCV1.ReflectionService
        handle(Service.getDescriptorSet) { _, _ in
            RPCV1.GetDescriptorSetResponse(fileDescriptorSet: ContractDescriptor.fileDescriptorSet)
        }
        complete(Service.name, Service.methods)
    }
}
