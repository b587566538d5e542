/// Which module may import which: Services → Shared → C, and inside a service Executable → Adapters → Core.
struct Arrows {
    /// Libraries outside the project, or its C modules, that one module wraps for all others. Shared/MessageGenerator runs at
    /// build time, and is its own world.
    private static let wrappers = [
        "CNNG": "Shared/Transport", "CSodium": "Shared/Access", "CMessages": "Shared/Messages",
        "CProtobufDescriptor": "Shared/MessageGenerator", "GRDB": "Shared/Storage",
        "GRDBSQLite": "Shared/Storage", "Yams": "Shared/Operations",
    ]

    /// What a service's domain must not know: transport, storage, and how programs are run.
    private static let closedToCores: Set<String> = [
        "ArgumentParser", "Following", "GRDB", "GRDBSQLite", "Logging", "Operations", "RPC",
        "Storage",
        "Terminal", "Transport", "Yams",
    ]

    /// Layers of a service, from the bottom, by folder.
    private static let layers = ["Core": 0, "Adapters": 1, "Executable": 2]
    private static let layerSuffixes = ["Core": 0, "Service": 1]

    /// The parts of the client below its adapters, each a folder and a module of its own; their domain is reading files, and
    /// the spool keeps files. `ClientDirectory` makes calls, and is no core.
    private static let clientCores = ["Intake", "Spool"]

    /// Services by name; modules are named after them.
    let services: [String]

    /// What is wrong with an import in a file, or nil.
    func objection(to module: String, in path: String) -> String? {
        let folders = path.split(separator: "/").map(String.init)
        guard folders.count > 2 else { return nil }
        if let wrapper = Self.wrappers[module], folders[0] != "Tests",
            folders[0...1].joined(separator: "/") != wrapper
        {
            return "only \(wrapper) imports \(module)"
        }
        let owner = services.first { module.hasPrefix($0) && module != $0 }
        switch folders[0] {
        case "Shared":
            return owner.map { "Shared must not import \(module) of the service \($0)" }
        case "Services":
            if let owner, owner != folders[1] {
                return "a service must not import \(module) of another, \(owner)"
            }
            return layerObjection(to: module, service: folders[1], folder: folders[2])
        default:
            return nil
        }
    }

    private func layerObjection(to module: String, service: String, folder: String) -> String? {
        let isClientCore = service == "Client" && Self.clientCores.contains(folder)
        if folder == "Core" || isClientCore, Self.closedToCores.contains(module) {
            return "the domain must not import \(module)"
        }
        guard module.hasPrefix(service),
            let own = isClientCore ? 0 : Self.layers[folder],
            let other = Self.layerSuffixes[String(module.dropFirst(service.count))]
        else { return nil }
        return other > own ? "\(folder) lies below \(module)" : nil
    }

    /// The modules that a file imports, with their lines.
    static func imports(of file: SourceFile) -> [(line: Int, module: String)] {
        file.code.enumerated().compactMap { line, text in
            let words = text.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
                words[..<keyword].allSatisfy({
                    $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
                })
            else { return nil }
            let kinds: Set<Substring> = [
                "struct", "class", "enum", "protocol", "func", "var", "let",
            ]
            let name = words[(keyword + 1)...].first { !kinds.contains($0) } ?? words[keyword + 1]
            return (line, String(name.prefix { $0 != "." }))
        }
    }
}
