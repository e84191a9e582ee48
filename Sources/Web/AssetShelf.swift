import Casework
import Foundation
import HTTPTypes
import Hummingbird

/// Style and script, read once at start.
struct AssetShelf: Sendable {
    private var files: [String: (bytes: [UInt8], type: String)] = [:]
    /// Whether Bootstrap was found; pages then ask for it.
    let hasBootstrap: Bool

    init(folder: String, bootstrap: String) throws {
        let types = [".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"]
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in names {
            guard let type = types.first(where: { name.hasSuffix($0.key) })?.value else { continue }
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { throw MissingFile(path: folder + "/" + name) }
            files[name] = (Array(data), type)
        }
        for needed in ["tiepdan.css", "tiepdan.js"] where files[needed] == nil { throw MissingFile(path: folder + "/" + needed) }
        let places = ["/css/bootstrap.min.css", "/bootstrap.min.css"].map { bootstrap + $0 }
        let sheet = places.lazy.compactMap { FileManager.default.contents(atPath: $0) }.first
        if let sheet { files["bootstrap.min.css"] = (Array(sheet), "text/css; charset=utf-8") }
        hasBootstrap = sheet != nil
    }

    func file(_ name: String) -> Response? {
        files[name].map { Answer.bytes($0.bytes, type: $0.type, headers: [.cacheControl: "public, max-age=300"]) }
    }
}

extension WebRoutes {
    var assetRoutes: [Route] {
        [
            Route.get("/assets/{name}", .open) { call in
                guard let file = assets.file(call.parameters.get("name") ?? "") else { throw Problem.missing("tệp") }
                return file
            },
            // Browsers ask for it unasked, above all beside printed documents.
            Route.get("/favicon.ico", .open) { _ in
                guard let file = assets.file("tiepdan.svg") else { throw Problem.missing("tệp") }
                return file
            },
        ]
    }
}
