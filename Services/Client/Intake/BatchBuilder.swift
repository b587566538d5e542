internal import Catalogue
public import Messages
internal import Validation

/// Cuts commands into batches that registration takes.
///
/// The same commands, source and time give the same bytes, so that a file that is submitted twice
/// is recognised by its batch ids. That is why no clock is read here.
public struct BatchBuilder: Sendable {
    /// A batch ready to be named and sent.
    public struct Batch: Sendable, Hashable {
        /// The encoded `BatchContent`.
        public let bytes: [UInt8]
        /// Which of the commands it holds.
        public let commands: Range<Int>
        /// People in it.
        public let people: Int
    }

    private let source: String
    private let collectedAtMilliseconds: Int64
    private let peopleMax: Int
    private let bytesMax: Int

    /// A builder.
    ///
    /// - Parameters:
    ///   - source: who collected the commands; at most 64 characters.
    ///   - collectedAtMilliseconds: when the team closed the file, UTC; 0 where it is not known.
    ///   - peopleMax: people in a batch, at least `HouseholdLimits.membersMax`.
    ///   - bytesMax: bytes of a batch.
    public init(
        source: String, collectedAtMilliseconds: Int64 = 0,
        peopleMax: Int = IntakeLimits.peoplePerBatchMax,
        bytesMax: Int = IntakeLimits.batchBytesMax
    ) {
        precondition(peopleMax > 0 && bytesMax > 0)
        self.source = source
        self.collectedAtMilliseconds = collectedAtMilliseconds
        self.peopleMax = peopleMax
        self.bytesMax = bytesMax
    }

    /// The commands, cut as late as the limits allow, in order. One that comes from the same form as
    /// another of its batch begins a new one: registration takes a form once a batch.
    ///
    /// - Throws: `intake.command_too_large` with the command's position in `row` where one command
    ///   alone passes a limit, or cannot be encoded.
    public func batches(
        of commands: [RegistrationV1.Command]
    ) throws(IntakeProblem) -> [Batch] {
        var batches: [Batch] = []
        var content = emptyContent
        let emptyBytes = try encoded(content, position: 0).count
        var start = 0
        var people = 0
        var bytes = emptyBytes
        var keys: Set<String> = []
        for (position, command) in commands.enumerated() {
            let commandPeople = Self.people(in: command)
            let commandBytes = try encodedCount(command, position: position)
            guard commandPeople <= peopleMax, emptyBytes + commandBytes <= bytesMax else {
                throw tooLarge(position)
            }
            let isFull =
                people + commandPeople > peopleMax || bytes + commandBytes > bytesMax
                || content.commands.count == peopleMax || keys.contains(command.sourceKey)
            if isFull {
                batches.append(
                    Batch(
                        bytes: try encoded(content, position: start), commands: start..<position,
                        people: people))
                content = emptyContent
                (start, people, bytes) = (position, 0, emptyBytes)
                keys = []
            }
            keys.insert(command.sourceKey)
            content.commands.append(command)
            people += commandPeople
            bytes += commandBytes
        }
        if !content.commands.isEmpty {
            batches.append(
                Batch(
                    bytes: try encoded(content, position: start),
                    commands: start..<commands.count, people: people))
        }
        return batches
    }

    /// People that a command names.
    static func people(in command: RegistrationV1.Command) -> Int {
        if case .depart(let departure) = command.action { return departure.personKeys.count }
        return command.household?.members.count ?? 0
    }

    private var emptyContent: RegistrationV1.BatchContent {
        RegistrationV1.BatchContent(
            source: source, collectedAtMilliseconds: collectedAtMilliseconds)
    }

    /// Bytes that a command takes as an element of `commands`: one of tag, the length's varint,
    /// itself.
    private func encodedCount(
        _ command: RegistrationV1.Command, position: Int
    ) throws(IntakeProblem) -> Int {
        let count = try encoded(command, position: position).count
        var lengthBytes = 1
        while count >> (7 * lengthBytes) != 0 { lengthBytes += 1 }
        return 1 + lengthBytes + count
    }

    private func encoded(
        _ message: some WireMessage, position: Int
    ) throws(IntakeProblem) -> [UInt8] {
        do throws(WireError) {
            return try message.encoded()
        } catch {
            throw tooLarge(position)
        }
    }

    private func tooLarge(_ position: Int) -> IntakeProblem {
        IntakeProblem(
            row: position, key: .intake(.commandTooLarge), arguments: ["max": String(bytesMax)])
    }
}
