import Catalogue
import ClientIntake
import Linkage
import Matching
import Operations
import Terminal

/// Reads lists by their mapping, and says what is wrong with them.
struct LinkSource {
    let mapping: String
    /// A file of names that are one.
    var variants: String?
    let output: OutputOptions

    private var terminal: Terminal { output.terminal }

    /// The lists that a closure appends.
    func lists(
        truthHeader: String?, _ append: (inout LinkLists) async throws -> Void
    ) async throws -> LinkLists {
        let variants = try nameVariants()
        let lines = try terminal.telling(of: mapping) { () throws(IntakeProblem) in
            try LinkLists.lines(of: mapping)
        }
        do {
            var lists = LinkLists(
                mapping: try LinkageMapping(lines: lines), variants: variants,
                truthHeader: truthHeader)
            try await append(&lists)
            if !lists.headersAbsent.isEmpty, !output.json {
                let names = lists.headersAbsent.map(TextTable.printable).joined(separator: ", ")
                terminal.warn(LinkText.absent, ["path": mapping, "headers": names])
            }
            return lists
        } catch let problem as LinkageMapping.Problem {
            terminal.warn("\(mapping): \(problem.text(in: terminal.language))")
            throw TerminalExit.data
        }
    }

    /// The engine's classes of names, and those of the file.
    private func nameVariants() throws -> NameVariants {
        var known = NameVariants.standard
        guard let variants else { return known }
        do {
            try known.add(file: variants)
            return known
        } catch {
            terminal.warn(error.text(in: terminal.language))
            throw TerminalExit.data
        }
    }

    /// Adds the records of a file.
    func append(_ path: String, to lists: inout LinkLists) async throws {
        let unnamed: [String]
        do {
            unnamed = try await lists.append(path)
        } catch let problem as IntakeProblem {
            terminal.warn("\(path): \(problem.text(in: terminal.language))")
            throw TerminalExit.data
        } catch let missing as LinkLists.TruthMissing {
            terminal.warn(LinkText.truthMissing, ["path": path, "header": missing.header])
            throw TerminalExit.data
        }
        guard !unnamed.isEmpty, !output.json else { return }
        let names = unnamed.map { TextTable.printable($0) }.joined(separator: ", ")
        terminal.warn(LinkText.unnamed, ["path": path, "headers": names])
    }
}
