import Glibc

/// `generate-messages`: writes the Swift and C of the contract from its descriptor set.
@main
enum GenerateMessages {
    /// Reads the arguments, writes the files, and exits: 0 done, 1 refused, 2 wrong arguments.
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileAccess.writeError("generate-messages: \(error)\n")
            exit(error.code == .usage ? 2 : 1)
        }
    }

    private static let usage = """
        usage: generate-messages ANNOTATED-SET PLAIN-SET SWIFT-FOLDER C-FOLDER TEST-FOLDER
          ANNOTATED-SET  descriptor set with source information: the comments
          PLAIN-SET      the same without it: what the reflection service serves
        """

    private static func run(_ arguments: [String]) throws(GeneratorError) {
        guard arguments.count == 5 else { throw GeneratorError(code: .usage, message: usage) }
        let contract = try DescriptorReader.contract(from: try FileAccess.read(arguments[0]))
        let plain = try FileAccess.read(arguments[1])
        let generator = try Generator(contract)
        try write(generator.swiftFiles, to: arguments[2])
        try write(generator.cFiles(descriptorSet: plain), to: arguments[3])
        try write(generator.testFiles, to: arguments[4])
    }

    private static func write(
        _ outputs: [Generator.Output], to folder: String
    ) throws(GeneratorError) {
        for output in outputs {
            try FileAccess.write(output.text, to: folder + "/" + output.path)
        }
    }
}
