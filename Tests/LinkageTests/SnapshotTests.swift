import Testing

@testable import Linkage

/// An index that is written and read again.
@Suite struct SnapshotTests {
    private func index() throws -> LinkageIndex {
        try LinkageIndex(headers: Lists.people, mapping: Lists.peopleMapping())
    }

    private func filled() throws -> LinkageIndex {
        var index = try index()
        for (number, row) in Lists.strangers(1_500).enumerated() {
            index.insert(Array("\(number)".utf8), row)
        }
        for number in stride(from: 0, to: 1_500, by: 7) { index.remove(Array("\(number)".utf8)) }
        return index
    }

    private func bytes(_ index: LinkageIndex) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try index.write { bytes += $0 }
        return bytes
    }

    private func read(_ bytes: [UInt8]) throws -> LinkageIndex {
        var index = try index()
        var place = 0
        try index.read(size: bytes.count) { buffer in
            guard buffer.count <= bytes.count - place else { return false }
            buffer.copyBytes(from: bytes[place..<place + buffer.count])
            place += buffer.count
            return true
        }
        return index
    }

    @Test func `what is read finds, scores and grows as what was written`() throws {
        var written = try filled()
        var read = try read(bytes(written))
        #expect(read.count == written.count)
        #expect(read.keyCount == written.keyCount)
        for number in 1_500..<1_600 {
            let id = Array("\(number)".utf8)
            var row = Lists.strangers(number - 1_400)[number - 1_401]
            row[0] += "a"
            written.insert(id, row)
            read.insert(id, row)
            let (candidates, expected) = (read.candidates(id), written.candidates(id))
            #expect(candidates == expected)
            let found = read.screen([id], least: 0.01).map(\.bits)
            let same = written.screen([id], least: 0.01).map(\.bits)
            #expect(found == same)
        }
        #expect(try bytes(read) == bytes(written))
    }

    @Test func `a snapshot of other fields, cut short or damaged is refused`() throws {
        let whole = try bytes(try filled())
        #expect(whole.count > 10_000)
        for length in [0, 7, 8, 100, whole.count / 2, whole.count - 1] {
            #expect(throws: SnapshotError.self) { try read(Array(whole.prefix(length))) }
        }
        #expect(throws: SnapshotError.self) { try read(whole + [0]) }
        for place in stride(from: 0, to: whole.count, by: whole.count / 61) {
            var damaged = whole
            damaged[place] ^= 0x40
            #expect(throws: SnapshotError.self) { try read(damaged) }
        }
        var other = try LinkageIndex(
            headers: ["nom"], mapping: LinkageMapping(lines: ["nom = name"]))
        #expect(throws: SnapshotError.foreign) {
            try other.read(size: whole.count) { buffer in
                buffer.copyBytes(from: whole[..<buffer.count])
                return true
            }
        }
    }

    // Numbers beyond what there is were taken, and what was never written was read.
    @Test func `whatever a snapshot with a right checksum holds, it is refused or can be used`()
        throws
    {
        var small = try fewPeople()
        for (number, row) in Lists.strangers(20).enumerated() { small.insert(id(number), row) }
        for number in stride(from: 0, to: 20, by: 9) { small.remove(id(number)) }
        let whole = try bytes(small)
        var random = SeededRandom(seed: 3)
        var refused = 0
        let rounds = 400
        for _ in 0..<rounds {
            var harmed = whole
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: harmed.indices, using: &random)
                // Numbers, not the empty room beside them.
                let number = harmed[place...].firstIndex { $0 != 0 } ?? place
                harmed[number] = UInt8.random(in: .min ... .max, using: &random)
            }
            if Int.random(in: 0..<20, using: &random) == 0 {
                harmed.removeLast(Int.random(in: 1..<harmed.count, using: &random))
            }
            var index = try fewPeople()
            do {
                try readWithRightChecksum(harmed, &index)
            } catch is SnapshotError {
                refused += 1
                continue
            }
            try use(&index)
        }
        // Some change what a name is, and no more.
        #expect(refused > rounds / 10 && refused < rounds)
    }

    private func id(_ number: Int) -> [UInt8] { Array("\(number)".utf8) }

    private func fewPeople() throws -> LinkageIndex {
        try LinkageIndex(headers: Lists.people, mapping: Lists.peopleMapping(), forFew: true)
    }

    private func readWithRightChecksum(_ bytes: [UInt8], _ index: inout LinkageIndex) throws {
        var place = 0
        var checksum = SnapshotChecksum()
        try index.read(size: bytes.count) { buffer in
            guard buffer.count <= bytes.count - place else { return false }
            if place == bytes.count - 8 {
                withUnsafeBytes(of: checksum.value.littleEndian) { buffer.copyMemory(from: $0) }
            } else {
                buffer.copyBytes(from: bytes[place..<place + buffer.count])
                checksum.add(UnsafeRawBufferPointer(buffer))
            }
            place += buffer.count
            return true
        }
    }

    /// Does with an index all that can be done.
    private func use(_ index: inout LinkageIndex) throws {
        for number in 0..<20 { _ = index.screen([id(number)], least: 0.01) }
        for (number, row) in Lists.strangers(30).enumerated() {
            if number % 2 == 0 { index.remove(id(number)) } else { index.insert(id(number), row) }
            index.insert(id(100 + number), row)
        }
        _ = try bytes(index)
    }
}
