/// Which service owns a method, by the method's area: "jatigi.registration.v1.…" is registration's.
public enum Routes {
    /// Areas that the gateway passes on.
    public static let areas = ["registration", "deduplication", "statistics", "directory"]

    /// Methods that only programs of the region call, over its own sockets: never through the door.
    private static let internalMethods = ["ReadEvents"]

    /// Whether a method can be asked of another region through this one's door.
    public static func reachesRegions(_ method: String) -> Bool {
        area(of: method) != nil || method.hasPrefix("jatigi.gateway.v1.GatewayService/")
    }

    /// The area of a method, or nil where nobody behind the gateway answers it.
    public static func area(of method: String) -> String? {
        let parts = method.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !internalMethods.contains(String(parts[1])) else { return nil }
        let package = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard package.count == 4, package[0] == "jatigi", package[2] == "v1" else { return nil }
        let area = String(package[1])
        return areas.contains(area) ? area : nil
    }
}
