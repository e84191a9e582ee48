// Answers histories of cases line by line, for the oracle in `Tests/Oracle` (`histories.py` says what they look like):
//
//     law-histories CHECKOUT <histories

import Foundation

func stop(_ message: String) -> Never {
    FileHandle.standardError.write(Data("law-histories: \(message)\n".utf8))
    exit(2)
}

guard CommandLine.arguments.count == 2 else { stop("takes one argument, the checkout with the procedures and the calendar") }

do {
    var answering = try Answering(checkout: URL(filePath: CommandLine.arguments[1]))
    while let line = readLine() {
        let answer = try answering.answer(line)
        try FileHandle.standardOutput.write(contentsOf: Data((answer + "\n").utf8))
    }
} catch {
    stop("\(error)")
}
