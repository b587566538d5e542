import Glibc
import Testing

@testable import Linkage

@Suite struct ScoreCalibrationTests {
    /// Scores of strangers that thin out, and of the matches that begin where the true odds say: as in lists of families,
    /// where few pairs lie between both.
    private func scores(shift: Double, scale: Double = 1, worth: Double = 1) -> [Double] {
        (-16..<8).flatMap { bin in
            let bits = Double(bin) + 0.5
            let strangers = scale * exp2(5 - 0.6 * bits - 0.01 * bits * bits)
            let pairs = strangers * (1 + exp2(worth * bits + shift))
            return Array(repeating: bits, count: Int(pairs.rounded()))
        }
    }

    @Test(arguments: [-2.0, -1.0, 0, 1, 2], [1.0, 0.8])
    func `the shift of scores is found from their counts, and rather too little of it`(
        shift: Double, worth: Double
    ) {
        let scores = scores(shift: shift, worth: worth)
        let found = ScoreCalibration(scores, worth: worth).shift
        #expect(abs(found) <= abs(shift) + 0.2)
        #expect(abs(found - shift) <= 0.75 * abs(shift) + 0.1)
    }

    @Test func `few pairs shift little and none not at all`() {
        #expect(ScoreCalibration([], worth: 1).shift == 0)
        #expect(abs(ScoreCalibration([-9, -3, 2, 7], worth: 1).shift) < 2)
        #expect(abs(ScoreCalibration(scores(shift: 3, scale: 0.01), worth: 1).shift) < 3)
    }

    // The counts of a list without families; three bits were taken off each score, and two right pairs of five with them.
    @Test func `where matches have no course of their own nothing is shifted`() {
        let counts = [
            8346, 7693, 7152, 5746, 4784, 4314, 3885, 2819, 2311, 2051, 1377, 981, 659, 479, 342,
            257, 151, 126, 88, 61, 58, 44, 31, 30,
        ]
        let scores = counts.enumerated().flatMap { bin, count in
            Array(repeating: Double(bin) - 15.5, count: count)
        }
        #expect(ScoreCalibration(scores, worth: 1).shift == 0)
        #expect(abs(ScoreCalibration(scores, worth: 0.8).shift) < 0.5)
    }
}
