/// The parabola nearest to weighted points, by least squares.
struct Parabola {
    private var terms = [0.0, 0.0, 0.0]

    init(_ points: [(at: Double, log: Double, weight: Double)]) {
        // The normal equations with the right side as fourth column; a trace on the diagonal, so that few
        // points have a solution as well.
        var rows = (0..<3).map { row in (0..<4).map { $0 == row ? 1e-6 : 0 } }
        for point in points {
            let powers = [1, point.at, point.at * point.at]
            for row in 0..<3 {
                for column in 0..<3 {
                    rows[row][column] += point.weight * powers[row] * powers[column]
                }
                rows[row][3] += point.weight * powers[row] * point.log
            }
        }
        for pivot in 0..<3 {
            for row in 0..<3 where row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                for column in pivot..<4 { rows[row][column] -= factor * rows[pivot][column] }
            }
        }
        for row in 0..<3 { terms[row] = rows[row][3] / rows[row][row] }
    }

    func value(at place: Double) -> Double {
        terms[0] + place * (terms[1] + place * terms[2])
    }

    /// A step to another parabola, each term by so much at the most, and never one that bends upwards.
    func moved(to other: Parabola, stepMax: Double) -> Parabola {
        var moved = self
        for term in terms.indices {
            let step = other.terms[term] - terms[term]
            moved.terms[term] += min(max(step, -stepMax), stepMax)
        }
        moved.terms[2] = min(moved.terms[2], 0)
        return moved
    }

    func misfit(_ points: [(at: Double, log: Double, weight: Double)]) -> Double {
        points.reduce(0) { sum, point in
            let error = point.log - value(at: point.at)
            return sum + point.weight * error * error
        }
    }
}
