extension MessageArea {
    /// The text in a language; see `MessageKey.text` for how arguments are filled in.
    public func text(in language: Language, arguments: [String: String] = [:]) -> String {
        MessageTemplate(translation.template(language)).render(arguments, language: language)
    }
}
