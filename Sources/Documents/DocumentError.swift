/// Why a paper could not be made.
public enum DocumentError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A form's template or style is missing or malformed.
    case form(name: String, reason: String)
    /// The program that makes PDFs is not there or cannot be started.
    case rendererMissing(path: String, reason: String)
    /// The document points outside itself (an image, a link to a style): it would have to be fetched, and nothing is.
    case notSelfContained(String)
    /// The document is larger than the renderer is given.
    case inputTooLarge(bytes: Int, limit: Int)
    /// The PDF is larger than anybody wants to keep.
    case outputTooLarge(limit: Int)
    case timedOut(after: Duration)
    /// The renderer ended with this status, or was killed by this signal; `message` is the end of what it said.
    case failed(status: Int32, message: String)
    /// The renderer ended well, but what it wrote is no PDF.
    case notPDF

    public var description: String {
        switch self {
        case .form(let name, let reason): "form \(name): \(reason)"
        case .rendererMissing(let path, let reason): "cannot start \(path): \(reason)"
        case .notSelfContained(let what): "the document is not self-contained: \(what)"
        case .inputTooLarge(let bytes, let limit): "the document has \(bytes) bytes, the limit is \(limit)"
        case .outputTooLarge(let limit): "the PDF is larger than \(limit) bytes"
        case .timedOut(let duration): "rendering took longer than \(duration)"
        case .failed(let status, let message): "the renderer ended with \(status): \(message)"
        case .notPDF: "the renderer's output is not a PDF"
        }
    }
}
