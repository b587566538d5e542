import Catalogue
import GatewayCore
import Messages
import RPC
import Status

/// Refuses what this program answers itself where the caller means another region: the answer would be of the wrong one.
struct RegionGuard: ServerInterceptor {
    let home: String

    func begin(_ call: inout Call) throws(RPCError) {
        guard call.region.isEmpty || call.region == home || Routes.reachesRegions(call.method)
        else { throw RPCError(.notFound, .rpc(.wrongRegion), arguments: ["region": home]) }
    }
}
