import ClientIntake
import DelimitedText
import Messages

/// A reader of bytes from strangers. Whatever the bytes: it answers or throws in bounded time and memory, and what it
/// accepted comes back unchanged.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// The bounded decoder; the first byte chooses a message of the contract.
    case messages
    /// The envelope of a call, and the request inside it, as a server reads them.
    case envelope
    /// CSV and its relatives.
    case delimitedText = "delimited-text"
    /// A team's file, CSV or JSON Lines, up to its commands.
    case intake
    /// A token's text.
    case token
    /// A fingerprint record.
    case fingerRecord = "finger-record"
    /// A message to a server, any bytes or an envelope of any content, and its answer.
    case calls

    /// Reads the bytes; ends the program where the reader breaks its promise.
    public func run(_ bytes: [UInt8]) {
        switch self {
        case .messages: MessageFuzzing.messages(bytes)
        case .envelope: MessageFuzzing.envelope(bytes)
        case .delimitedText: TextFuzzing.delimitedText(bytes)
        case .intake: TextFuzzing.intake(bytes)
        case .token: TokenFuzzing.verify(bytes)
        case .fingerRecord: FingerRecordFuzzing.record(bytes)
        case .calls: CallFuzzing.call(bytes)
        }
    }
}
