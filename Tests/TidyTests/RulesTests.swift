import Testing

/// The rules themselves: each finds what it is for, and only that.
@Suite struct RulesTests {
    private func file(_ text: String, path: String = "Shared/Basics/Sample.swift") -> SourceFile {
        SourceFile(path: path, text: text)
    }

    @Test("a word in a comment or a string is not code")
    func blanking() {
        let sample = file(
            #"""
            // fatalError( here
            let a = "try! \" as! x"  /* print( /* nested */ print( */
            let b = """
                fatalError("no")
                """
            fatalError("yes")
            """#)
        #expect(
            Rules.forbiddenCalls(sample) == [
                "Shared/Basics/Sample.swift:6: fatalError( is not allowed"
            ])
        #expect(Rules.forbiddenCalls(file("terminal.write(text)\nfunc reprint() {}")).isEmpty)
        #expect(Rules.forbiddenCalls(file("let a = try! b() as! C")).count == 1)
    }

    @Test(
        "a wrong arrow is found",
        arguments: [
            ("RegistrationCore", "Shared/RPC/A.swift"),
            ("RegistrationCore", "Services/Gateway/Adapters/A.swift"),
            ("Storage", "Services/Registration/Core/A.swift"),
            ("RPC", "Services/Client/Intake/A.swift"),
            ("RegistrationService", "Services/Registration/Core/A.swift"),
            ("CNNG", "Shared/RPC/A.swift"), ("GRDB", "Services/Registration/Adapters/A.swift"),
            ("CSodium", "Services/Client/Spool/A.swift"),
        ])
    func wrongArrows(module: String, path: String) {
        let arrows = Arrows(services: ["Client", "Gateway", "Registration"])
        #expect(arrows.objection(to: module, in: path) != nil)
    }

    @Test(
        "a right arrow is let pass",
        arguments: [
            ("CNNG", "Shared/Transport/A.swift"), ("Access", "Services/Registration/Core/A.swift"),
            ("RegistrationCore", "Services/Registration/Adapters/A.swift"),
            ("RegistrationService", "Services/Registration/Executable/A.swift"),
            ("RegistrationCore", "Tests/RegistrationTests/A.swift"),
        ])
    func rightArrows(module: String, path: String) {
        let arrows = Arrows(services: ["Client", "Gateway", "Registration"])
        #expect(arrows.objection(to: module, in: path) == nil)
    }

    @Test("imports are read with their attributes and kinds")
    func importLines() {
        let found = Arrows.imports(
            of: file(
                "internal import CNNG\n@testable import struct A.B\n// import C\nlet import1 = 2"))
        #expect(found.map(\.module) == ["CNNG", "A"])
    }

    @Test("a long function and a long file are found, requirements and short ones are not")
    func lengths() {
        let body = String(repeating: "        work()\n", count: 70)
        let long = file("struct A {\n    func f(\n        a: Int\n    ) {\n\(body)    }\n}\n")
        #expect(Rules.longFunctions(long).count == 1)
        #expect(Rules.tooLong(long).isEmpty)
        let short = file(
            "protocol A {\n    func f()\n    func g()\n}\n\(body)func h() {\n    a()\n}\n")
        #expect(Rules.longFunctions(short).isEmpty)
        #expect(Rules.tooLong(file(String(repeating: "\n", count: 501))).count == 1)
        #expect(Rules.tooLong(file(String(repeating: "\n", count: 500))).isEmpty)
    }

    @Test("an unsafe line needs its reason")
    func reasons() {
        #expect(Rules.unreasoned(file("nonisolated(unsafe) var a = 1")).count == 1)
        #expect(Rules.unreasoned(file("final class A: @unchecked Sendable {}")).count == 1)
        #expect(
            Rules.unreasoned(file("// SAFETY: one thread.\nlet a = Unmanaged.passRetained(b)"))
                .isEmpty)
    }

    @Test("a public declaration or case without a comment is found")
    func documentation() {
        let sample = file(
            """
            public import A
            /// Good.
            @frozen
            public enum B {
                case bare
                /// Good.
                case told
                public var bare: Int { 1 }
            }
            enum C {
                case inside
            }
            """)
        #expect(
            Rules.undocumented(sample) == [
                "Shared/Basics/Sample.swift:5: no comment on case bare",
                "Shared/Basics/Sample.swift:8: no comment on public var bare: Int { 1 }",
            ])
    }

    @Test("marks are found")
    func marks() {
        #expect(Rules.marks(file("// TO" + "DO: later")).count == 1)
        #expect(Rules.marks(file("let mastodon = 1")).isEmpty)
    }

    @Test("types of limits are named as README names them")
    func limits() {
        #expect(Rules.limitTypes(file("public enum ALimits {\n}")) == ["ALimits"])
        #expect(
            Rules.limitTypes(
                file(
                    "    public struct Limits: Sendable {", path: "Shared/Transport/B+Limits.swift")
            )
                == ["B.Limits"])
    }
}
