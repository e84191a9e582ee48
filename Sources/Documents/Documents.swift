public import Casework

/// Turns facts into papers: the one door of this room.
///
/// HTML is a complete document with its style inside, good for a browser's print; PDF comes from the very same HTML.
/// Nothing here reads a database or a clock: equal facts give equal HTML.
public struct Documents: Sendable {
    private let forms: FormLibrary
    private let renderer: PDFRenderer

    /// - Parameters:
    ///   - forms: folder of the form templates and their styles.
    ///   - weasyprint: the executable that makes the PDF.
    /// - Throws: `DocumentError.form` when a template is missing or malformed; better at the start than on the first print.
    public init(forms folder: String, weasyprint: String = "/usr/bin/weasyprint") throws {
        try self.init(forms: folder, renderer: PDFRenderer(executable: weasyprint))
    }

    /// - Parameter renderer: with limits of its own.
    public init(forms folder: String, renderer: PDFRenderer) throws {
        forms = try FormLibrary(folder: folder)
        self.renderer = renderer
    }

    /// The weekly register, ready to print on A4 landscape.
    public func html(_ register: WeeklyRegister) throws -> String {
        try forms.render("weekly-register", WeeklyRegisterForm(register, css: forms.css(["head", "weekly-register"])))
    }

    /// The weekly register as PDF.
    public func pdf(_ register: WeeklyRegister) async throws -> [UInt8] {
        try await renderer.pdf(html: html(register), dated: register.issuedOn ?? register.to)
    }

    /// Giấy biên nhận thông tin, tài liệu (Mẫu số 02/TCD, Nghị định 154/2026/NĐ-CP) for a petition that was handed in.
    public func html(_ receipt: Receipt) throws -> String {
        try forms.render("receipt", ReceiptForm(receipt, css: forms.css(["head", "receipt"])))
    }

    /// The same receipt as PDF.
    public func pdf(_ receipt: Receipt) async throws -> [UInt8] {
        try await renderer.pdf(html: html(receipt), dated: receipt.petition.receivedOn)
    }
}
