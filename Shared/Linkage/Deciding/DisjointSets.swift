/// Sets that are joined and never divided (Tarjan, 1975), with their sizes.
struct DisjointSets {
    private var parents: [Int]
    private var sizes: [Int]

    init(count: Int) {
        parents = Array(0..<count)
        sizes = [Int](repeating: 1, count: count)
    }

    mutating func root(_ element: Int) -> Int {
        var element = element
        while parents[element] != element {
            parents[element] = parents[parents[element]]
            element = parents[element]
        }
        return element
    }

    /// Joins the sets of two elements; false where they were one already, or would be larger than allowed.
    @discardableResult
    mutating func join(_ first: Int, _ second: Int, sizeMax: Int = .max) -> Bool {
        var (a, b) = (root(first), root(second))
        guard a != b, sizes[a] + sizes[b] <= sizeMax else { return false }
        if sizes[a] < sizes[b] { swap(&a, &b) }
        parents[b] = a
        sizes[a] += sizes[b]
        return true
    }
}
