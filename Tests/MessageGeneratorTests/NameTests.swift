import Testing

@testable import MessageGenerator

@Suite struct NameTests {
    @Test(
        "fields become members",
        arguments: [
            ("household_id", "householdID"), ("person_ids", "personIDs"), ("id", "id"),
            ("id_number", "idNumber"), ("case_number", "caseNumber"), ("url", "url"),
            ("callback_url", "callbackURL"), ("register", "register"), ("case", "`case`"),
            ("in", "`in`"), ("latency_p50_microseconds", "latencyP50Microseconds"),
            ("rpc_state", "rpcState"), ("last_rpc", "lastRPC"), ("identity_id", "identityID"),
        ])
    func members(proto: String, swift: String) {
        #expect(SwiftName.member(proto) == swift)
    }

    @Test("packages leave the root out and keep acronyms")
    func packages() {
        #expect(SwiftName.package("jatigi.registration.v1") == "RegistrationV1")
        #expect(SwiftName.package("jatigi.rpc.v1") == "RPCV1")
        #expect(SwiftName.package("single") == "Single")
    }

    @Test("methods start with a small letter, acronyms with small letters")
    func methods() {
        #expect(SwiftName.method("SubmitBatch") == "submitBatch")
        #expect(SwiftName.method("List") == "list")
        #expect(SwiftName.method("URLOf") == "urlOf")
        #expect(SwiftName.method("Import") == "`import`")
    }

    @Test("enum values lose the prefix of their enum, and only that")
    func enumCases() {
        #expect(
            SwiftName.enumCase("STAGE_PRE_REGISTERED", of: "Stage") == "preRegistered")
        #expect(SwiftName.enumCase("PAIR_STATE_OPEN", of: "PairState") == "open")
        #expect(SwiftName.enumCase("OTHER_OPEN", of: "PairState") == "otherOpen")
        #expect(SwiftName.enumCase("SIZE_2", of: "Size") == "_2")
        #expect(SwiftName.enumCase("STATE_DEFAULT", of: "State") == "`default`")
    }

    @Test("C names are protoc-c's")
    func cNames() {
        #expect(CName.type("jatigi.rpc.v1.ErrorDetails") == "Jatigi__Rpc__V1__ErrorDetails")
        #expect(CName.type("a_b.C_d") == "AB__CD")
        #expect(CName.symbol("jatigi.rpc.v1.ErrorDetails") == "jatigi__rpc__v1__error_details")
        #expect(CName.symbol("a.HTTPState") == "a__httpstate")
        #expect(CName.field("register") == "register_")
        #expect(CName.field("Reason") == "reason")
        #expect(CName.screaming("PairState") == "PAIR_STATE")
    }
}
