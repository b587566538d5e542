import Basics
import Foundation
import Logging
import Testing

@testable import Operations

@Suite struct LineLogHandlerTests {
    private let time = Timestamp(millisecondsSinceEpoch: 1_800_000_000_000)

    private func line(
        _ format: LogFormat, _ message: String, _ fields: Logger.Metadata = [:]
    ) -> String {
        LineLogHandler(label: "jatigi-test", format: format, level: .info)
            .line(message, level: .warning, fields: fields, at: time)
    }

    @Test func `text has the time, the level, the program and the fields in order`() {
        #expect(
            line(.text, "stopped", ["b": "2", "a": "1"])
                == "\(time) WARNING jatigi-test: stopped a=1 b=2\n")
    }

    @Test(
        arguments: [
            "a\nb", "a\r\nb", "a\u{2028}b", "a\u{85}b", "\u{1B}[2Jb", "\u{0}", "tab\tb",
            "é \"x\" \\ }",
        ])
    func `no value breaks a line or reaches the terminal`(_ value: String) throws {
        for format in LogFormat.allCases {
            let line = line(format, value, ["key": .string(value)])
            #expect(line.hasSuffix("\n"))
            let breaks = line.unicodeScalars.dropLast().filter {
                [0x0A, 0x0D, 0x1B, 0x00].contains($0.value)
            }
            #expect(breaks.isEmpty)
        }
        let text = line(.text, value, ["key": .string(value)]).dropLast()
        let hasBreak = text.contains { $0.isNewline }
        #expect(!hasBreak)
    }

    @Test(arguments: ["a\nb", "\"quoted\" \\ back", "\u{1}\u{1F}\u{7F}", "Sékou 😀 \u{2028}", ""])
    func `a line of JSON is read back as it was meant`(_ value: String) throws {
        let line = line(.json, value, ["key": .string(value), "list": ["a", "b"]])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(object["message"] == value && object["key"] == value)
        #expect(object["level"] == "warning" && object["program"] == "jatigi-test")
        #expect(object["time"] == "\(time)" && object["list"] != nil)
    }
}
