import Testing

/// Reads the sources as text, after TigerBeetle's `tidy.zig`: what the house agreed on is checked, not remembered.
@Suite struct TidyTests {
    private let files: [SourceFile]

    init() throws { files = try SourceTree.swiftFiles() }

    private var written: [SourceFile] { files.filter { !$0.isGenerated } }
    private var products: [SourceFile] { written.filter(\.isProduct) }

    private func expectNone(_ findings: [String]) {
        #expect(findings.isEmpty, "\(findings.joined(separator: "\n"))")
    }

    @Test("the rules see the project")
    func treeIsRead() {
        #expect(files.count > 300)
        #expect(files.contains { $0.path == "Shared/Catalogue/MessageArea.swift" })
    }

    @Test("nothing lies at the top but what was agreed")
    func topLevel() throws {
        let agreed: Set<String> = [
            "CHANGELOG.md", "LICENSE", "Package.swift", "README.md", "Services", "Shared", "Tests",
            "deploy", "proto",
            // Written by the package manager and ignored by git: this is a suite of programs built from source, whose
            // manifest holds the versions.
            "Package.resolved",
        ]
        expectNone(try SourceTree.topLevelEntries().filter { !agreed.contains($0) })
    }

    @Test("imports follow the arrows")
    func imports() {
        let services = Set(
            files.filter { $0.path.hasPrefix("Services/") }
                .compactMap { $0.path.split(separator: "/").dropFirst().first.map(String.init) })
        let arrows = Arrows(services: services.sorted())
        expectNone(
            written.flatMap { file in
                Arrows.imports(of: file).compactMap { line, module in
                    arrows.objection(to: module, in: file.path).map { file.finding(line, $0) }
                }
            })
    }

    @Test("files and functions are short")
    func lengths() {
        expectNone(written.flatMap { Rules.tooLong($0) + Rules.longFunctions($0) })
    }

    @Test("nothing in a program stops it or prints behind the terminal's back")
    func forbiddenCalls() {
        expectNone(products.filter { $0.path != "Package.swift" }.flatMap(Rules.forbiddenCalls))
    }

    @Test("every unsafe line says why it is safe")
    func reasons() {
        expectNone(products.flatMap(Rules.unreasoned))
    }

    @Test("every public declaration has a comment")
    func documentation() {
        expectNone(
            files.filter { $0.path.hasPrefix("Services/") || $0.path.hasPrefix("Shared/") }
                .flatMap(Rules.undocumented))
    }

    @Test("no marks of unfinished work")
    func marks() {
        expectNone(written.flatMap(Rules.marks))
    }

    @Test("every type of limits stands in the README's table")
    func limits() throws {
        let rows = try SourceTree.text("README.md").split(separator: "\n")
            .filter { $0.hasPrefix("|") }
        let types = products.flatMap(Rules.limitTypes)
        #expect(types.contains("RegistrationLimits") && types.contains("ReplySocket.Limits"))
        expectNone(types.filter { type in !rows.contains { $0.contains("`\(type)`") } })
    }
}
