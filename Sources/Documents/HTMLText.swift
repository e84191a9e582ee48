public import Mustache

/// HTML for everything that people typed.
///
/// The template library's own escaping looks at whole characters, so a quote or `<` followed by a combining mark passes it unescaped: in
/// Vietnamese text typed with decomposed diacritics that is not even rare. Every template of pages and papers is put under this type; a partial does
/// not inherit it from the template that calls it.
public struct HTMLText: MustacheContentType {
    static let name = "TIEPDAN_HTML"

    /// Makes the type known to the library; again does no harm.
    public static func register() { MustacheContentTypes.register(HTMLText(), named: name) }

    /// A template under this type. - Throws: the library's error when the text is no template.
    public static func template(_ text: String) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:\(name)}}\n" + text)
    }

    public func escapeText(_ text: String) -> String { Self.escape(text) }

    /// Byte by byte, whatever follows.
    public static func escape(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
