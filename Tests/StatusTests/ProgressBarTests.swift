import Testing

@testable import Terminal

@Suite struct ProgressBarTests {
    @Test(arguments: [
        (0, 0, "0 %"), (1, 7, "25 %"), (2, 15, "50 %"), (4, 30, "100 %"), (9, 30, "100 %"),
        (-1, 0, "0 %"),
    ])
    func `a bar is as full as what is done`(done: Int, filled: Int, text: String) {
        let line = ProgressBar(total: 4).line(done)
        #expect(line.count { $0 == "█" } == filled)
        #expect(line.count { $0 == "░" } == 30 - filled)
        #expect(line.hasSuffix(" " + text))
    }

    @Test func `of nothing all is done at once`() {
        #expect(ProgressBar(total: 0).line(1).hasSuffix("100 %"))
    }
}
