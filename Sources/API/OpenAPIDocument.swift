import Foundation

/// Where the description of the interface lies: `share/tiepdan/openapi.json` of an installation, `Sources/API` of a checkout.
public enum OpenAPIDocument {
    public struct Unreadable: Error, CustomStringConvertible {
        public let path: String
        public var description: String { "cannot read \(path)" }
    }

    public static func read(share: String) throws -> [UInt8] {
        let checkout = FileManager.default.fileExists(atPath: share + "/Package.swift")
        let path = share + (checkout ? "/Sources/API/openapi.json" : "/openapi.json")
        guard let data = FileManager.default.contents(atPath: path) else { throw Unreadable(path: path) }
        return Array(data)
    }
}
