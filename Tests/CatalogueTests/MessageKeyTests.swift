import Catalogue
import Testing

@Suite struct MessageKeyTests {
    @Test("every key comes back from its name on the wire, and no two share one")
    func rawValuesAreUnique() {
        #expect(Set(MessageKey.all.map(\.rawValue)).count == MessageKey.all.count)
        for key in MessageKey.all { #expect(MessageKey(rawValue: key.rawValue) == key) }
    }

    @Test("both languages of every message need the same arguments")
    func argumentsAgree() {
        for key in MessageKey.all {
            let names = key.argumentNames(in: .english)
            #expect(key.argumentNames(in: .french) == names, "\(key.rawValue)")
            let arguments = Dictionary(uniqueKeysWithValues: names.map { ($0, "7") })
            for language in Language.allCases {
                let text = key.text(in: language, arguments: arguments)
                #expect(!text.isEmpty && !text.contains(/[?{}|]/), "\(key.rawValue): \(text)")
            }
        }
    }

    @Test("key names are lower case with underscores")
    func namesAreSnakeCase() {
        for key in MessageKey.all {
            #expect(key.rawValue.wholeMatch(of: /[a-z_]+\.[a-z_]+/) != nil, "\(key.rawValue)")
        }
    }

    @Test(
        "the plural follows each language's rule",
        arguments: [
            ("0", "0 seconde.", "0 seconds."), ("1", "1 seconde.", "1 second."),
            ("2", "2 secondes.", "2 seconds."),
        ])
    func plurals(seconds: String, french: String, english: String) {
        let key = MessageKey.rpc(.overloaded)
        #expect(key.text(in: .french, arguments: ["seconds": seconds]).hasSuffix(french))
        #expect(key.text(in: .english, arguments: ["seconds": seconds]).hasSuffix(english))
    }

    @Test("a key that only a newer peer knows shows the peer's English text")
    func unknownKeyFallsBack() {
        let text = MessageKey.text(
            forWireKey: "rpc.of_tomorrow", in: .french, fallback: "Tomorrow's error.")
        #expect(text == "Tomorrow's error.")
        #expect(MessageKey.text(forWireKey: "a.b", in: .french, fallback: "") == "a.b")
        #expect(
            MessageKey.text(forWireKey: "storage.locked", in: .english, fallback: "no")
                == MessageKey.storage(.locked).text(in: .english))
    }

    @Test("an argument cannot drive the terminal, nor fill it")
    func argumentsAreDisarmed() {
        let hostile = "\u{1B}[2J\n\u{202E}" + String(repeating: "x", count: 10_000)
        let text = MessageKey.rpc(.unavailable).text(in: .english, arguments: ["service": hostile])
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        #expect(text.count < 400)
    }

    @Test(
        "an argument that names a message is shown as its text, and another one as it is",
        arguments: [
            ("age_bands", Language.french, "tranches d'âge"),
            ("age_bands", .english, "age bands"), ("of_tomorrow", .french, "of_tomorrow"),
        ])
    func messagesAsArguments(list: String, language: Language, shown: String) {
        let text = MessageKey.registration(.unknownCode)
            .text(in: language, arguments: ["found": "?", "list": list])
        #expect(text.contains(shown))
    }

    @Test("braces in an argument are text and not a hole")
    func argumentsAreNotExpanded() {
        let text = MessageKey.rpc(.unavailable).text(
            in: .english, arguments: ["service": "{service}"])
        #expect(text.contains("“{service}”"))
    }
}
