internal import CMessages
internal import Glibc

/// What generated code reads fields with. Everything is copied out of protobuf-c's memory.
///
/// SAFETY: of every function here: pointer and count come from one struct that protobuf-c unpacked
/// after `WireScanner` accepted the bytes, so they agree, and strings are valid UTF-8 without NUL.
enum Field {
    static func string(_ value: UnsafeMutablePointer<CChar>?) -> String {
        guard let value, value.pointee != 0 else { return "" }
        return String(cString: value)
    }

    static func bytes(_ value: ProtobufCBinaryData) -> [UInt8] {
        Array(UnsafeBufferPointer(start: value.data, count: value.data == nil ? 0 : value.len))
    }

    static func message<Message: WireMessage>(_ value: UnsafeMutableRawPointer?) -> Message? {
        value.map { Message(stored: StoredMessage($0)) }
    }

    static func messages<Message: WireMessage>(
        _ count: Int, _ start: UnsafeRawPointer?
    ) -> [Message] {
        list(count, start) { (element: UnsafeMutableRawPointer) in
            Message(stored: StoredMessage(element))
        }
    }

    static func strings(_ count: Int, _ start: UnsafeRawPointer?) -> [String] {
        list(count, start) { (element: UnsafeMutablePointer<CChar>) in string(element) }
    }

    static func byteStrings(_ count: Int, _ start: UnsafeRawPointer?) -> [[UInt8]] {
        list(count, start) { (element: ProtobufCBinaryData) in bytes(element) }
    }

    static func scalars<Scalar: BitwiseCopyable>(
        _ count: Int, _ start: UnsafeMutablePointer<Scalar>?
    ) -> [Scalar] {
        Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    static func bools(_ count: Int, _ start: UnsafeRawPointer?) -> [Bool] {
        list(count, start) { (element: protobuf_c_boolean) in element != 0 }
    }

    static func enums<Value: WireEnum>(_ count: Int, _ start: UnsafeRawPointer?) -> [Value] {
        list(count, start) { (element: Int32) in Value(rawValue: element) }
    }

    private static func list<Stored, Value>(
        _ count: Int, _ start: UnsafeRawPointer?, _ read: (Stored) -> Value
    ) -> [Value] {
        guard let start, count > 0 else { return [] }
        // SAFETY: the generated caller names the type with which protobuf-c stores this field's
        // elements; the list lives as long as the message, and is only read here.
        let elements = UnsafeBufferPointer(
            start: start.assumingMemoryBound(to: Stored.self), count: count)
        return elements.map(read)
    }
}
