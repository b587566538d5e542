import ArgumentParser
import DeduplicationService
import Operations

@main
struct DeduplicationProgram: ServiceProgram {
    static let service = ServiceName.deduplication
    @OptionGroup var options: ServiceOptions

    static func assemble(_ context: ServiceContext) async throws -> ServiceParts {
        try await DeduplicationAssembly.assemble(context)
    }
}
