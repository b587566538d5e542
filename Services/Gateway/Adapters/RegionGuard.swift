import Catalogue
import GatewayCore
import Messages
import RPC
import Status

/// Refuses what this program answers itself where the caller means another region: the answer would be of the wrong one.
final class RegionGuard: ServerInterceptor {
    private let home: String

    init(home: String) { self.home = home }

    func begin(_ call: inout Call) throws(RPCError) {
        guard call.region.isEmpty || call.region == home || Routes.reachesRegions(call.method)
        else { throw RPCError(.notFound, .rpc(.wrongRegion), arguments: ["region": home]) }
    }
}
