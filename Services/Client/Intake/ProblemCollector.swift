/// Reads one value after the other and keeps every problem, so that a team sees all of them at
/// once.
struct ProblemCollector {
    private(set) var problems: [IntakeProblem] = []

    mutating func append(_ problem: IntakeProblem) {
        problems.append(problem)
    }

    /// Puts what `read` gives into `target`, or leaves `target` and keeps the problem.
    mutating func set<Value>(
        _ target: inout Value, _ read: @autoclosure () throws(IntakeProblem) -> Value
    ) {
        do throws(IntakeProblem) {
            target = try read()
        } catch {
            problems.append(error)
        }
    }
}
