import Glibc

private let target: FuzzTarget? = getenv("JATIGI_FUZZ_TARGET").flatMap {
    FuzzTarget(rawValue: String(cString: $0))
}

/// The entry that libFuzzer calls; `deploy/fuzz` links it. The environment's `JATIGI_FUZZ_TARGET` names the target.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let target else { preconditionFailure("JATIGI_FUZZ_TARGET names no target") }
    // SAFETY: libFuzzer's bytes are valid during the call; they are copied.
    target.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
