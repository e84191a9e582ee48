import Foundation

/// One client of the load: an office's clerk with a token, and what he may ask for. Written by `fill`, read by all others.
struct Client: Codable, Sendable {
    var number: Int
    var token: String
    var officer: Int64
    var organisation: Int64
    /// His office's petitions are `first`, `first + stride`, …, `count` of them.
    var first: Int64
    var stride: Int64
    var count: Int64
    /// Words that occur in petitions of his office.
    var words: String
    /// The petition he registers again and again, as the API takes it.
    var draft: String

    func petition(_ draw: UInt64) -> Int64 { first + stride * Int64(draw % UInt64(count)) }

    static func read(_ path: String) throws -> [Client] {
        try JSONDecoder().decode([Client].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    static func write(_ clients: [Client], to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(clients).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
