import Access
import Testing

@testable import Linkage

@Suite struct EncodedListTests {
    private let key: HashingKey

    init() throws { key = try EncodedPeople.key(UInt8(ascii: "k")) }

    @Test func `a file gives back its list`() throws {
        let list = try EncodedPeople.encode(Lists.strangers(20), key: key)
        #expect(list.count == 20)
        #expect(try EncodedList(fileBytes: list.fileBytes) == list)
        let empty = try EncodedPeople.encode([], key: key)
        #expect(try EncodedList(fileBytes: empty.fileBytes) == empty)
    }

    @Test func `a cut or changed file is refused at every byte`() throws {
        let list = try EncodedPeople.encode(Lists.strangers(2), key: key)
        let bytes = list.fileBytes
        for end in bytes.indices {
            #expect(throws: EncodedList.Problem.self) {
                try EncodedList(fileBytes: Array(bytes[..<end]))
            }
        }
        for place in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[place] ^= 1
            #expect(throws: EncodedList.Problem.self) { try EncodedList(fileBytes: changed) }
        }
    }

    @Test func `a file says what is wrong with it`() throws {
        let bytes = try EncodedPeople.encode(Lists.strangers(1), key: key).fileBytes
        #expect(throws: EncodedList.Problem.notEncoded) {
            try EncodedList(fileBytes: Array("prenom,nom\nAwa,Dolo\n".utf8))
        }
        #expect(throws: EncodedList.Problem.notEncoded) { try EncodedList(fileBytes: []) }
        var later = bytes
        later[10] = 2
        #expect(throws: EncodedList.Problem.otherVersion) { try EncodedList(fileBytes: later) }
        // A whole file whose digest is right, and whose counts are not.
        let header = Array("JATIGI-CLK".utf8) + [1] + Array(repeating: 0, count: 16) + [0]
        for count: [UInt8] in [[255, 255, 255, 255], [1, 0, 0, 0]] {
            let lying = header + count
            #expect(throws: EncodedList.Problem.self) {
                try EncodedList(fileBytes: lying + Digest.blake2b256(lying))
            }
        }
        #expect(try EncodedList(fileBytes: wholeFile(header + [0, 0, 0, 0])).count == 0)
    }

    private func wholeFile(_ bytes: [UInt8]) -> [UInt8] { bytes + Digest.blake2b256(bytes) }

    @Test func `a file holds ids and no name`() throws {
        let rows = [["Kassogué", "Kassogué", "F", "1971-06-24", "AB1234567", ""]]
        let bytes = try EncodedPeople.encode(rows, key: key).fileBytes
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        #expect(text.contains("r0"))
        for value in ["kasso", "1971", "1234"] { #expect(!text.contains(value)) }
    }

    @Test func `the order of the records is lost`() throws {
        let list = try EncodedPeople.encode(Lists.strangers(200), key: key)
        #expect(list.ids != list.ids.sorted())
        #expect(Set(list.ids) == Set((0..<200).map { "r\($0)" }))
    }

    @Test func `a record is the same under one key, and another under another`() throws {
        let row = Lists.strangers(1)
        let first = try EncodedPeople.encode(row, key: key)
        #expect(try EncodedPeople.encode(row, key: key) == first)
        let other = try EncodedPeople.encode(row, key: EncodedPeople.key(UInt8(ascii: "o")))
        #expect(other.project != first.project)
        let apart = zip(first.filter(0), other.filter(0)).reduce(0) {
            $0 + ($1.0 ^ $1.1).nonzeroBitCount
        }
        #expect(abs(apart - EncodingScheme.bits / 2) < 6 * 32)
    }

    @Test func `every filter has about half of its bits, however much a record says`() throws {
        let rows =
            Lists.strangers(50) + [["Awa", "Dolo", "", "1980", "", ""]]
            + [
                [
                    "Abdoul Karim Ibrahima", "Ag Mohamed El Moctar", "M", "1971-06-24", "A12345678",
                    "",
                ]
            ]
        let list = try EncodedPeople.encode(rows, key: key)
        #expect(list.count == rows.count)
        // e^(-1.5) of the balance is left at 0.75 draws a bit.
        for record in 0..<list.count {
            let set = list.filter(record).reduce(0) { $0 + $1.nonzeroBitCount }
            #expect(abs(set - 1591) < 6 * 32, "\(set)")
        }
    }

    @Test func `records that say too little are left out`() throws {
        let rows = [
            ["", "", "", "", "", ""], ["Awa", "", "F", "", "", ""],
            ["Awa", "Dolo", "F", "", "", ""],
            [], ["Awa", "Dolo", "F", "1980", "", ""],
        ]
        #expect(try EncodedPeople.encode(rows, key: key).ids == ["r4"])
    }

    @Test func `a name of five hundred letters is cut not refused`() throws {
        let long = String(repeating: "Mamadouké", count: 56)
        let rows = [[long, long, "M", "1980-05-06", long, ""]]
        #expect(try EncodedPeople.encode(rows, key: key).count == 1)
    }
}
