/// An error that says in the reader's language what is wrong.
public protocol ExplainedError: Error {
    /// What is wrong, and where.
    func text(in language: Language) -> String
}
