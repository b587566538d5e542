import Access
import Testing

@testable import GatewayCore

@Suite struct RoutesTests {
    @Test func `every listed method but those among programs goes to the service of its area`() {
        for method in AccessPolicy.standard.methods {
            let area = String(method.split(separator: ".")[1])
            let isPassed = Routes.areas.contains(area) && !method.hasSuffix("/ReadEvents")
            #expect(Routes.area(of: method) == (isPassed ? area : nil), "\(method)")
        }
    }

    @Test(
        arguments: [
            "", "/", "jatigi.registration.v1.RegistrationService",
            "jatigi.registration.v1.RegistrationService/ReadEvents",
            "jatigi.directory.v1.DirectoryService/ReadEvents",
            "jatigi.registration.v2.RegistrationService/GetBatch",
            "jatigi.registration.v1.RegistrationService/GetBatch/x",
            "jatigi.registration.v1.x.RegistrationService/GetBatch",
            "other.registration.v1.RegistrationService/GetBatch",
            "jatigi.gateway.v1.GatewayService/SubmitBatch", "jatigi.health.v1.HealthService/Check",
            ".registration.v1./x",
        ])
    func `what belongs to nobody behind the gateway has no area`(_ method: String) {
        #expect(Routes.area(of: method) == nil)
    }
}
