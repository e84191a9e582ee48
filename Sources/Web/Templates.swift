import Casework
import Documents
import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// The templates of `Templates/`; partials among them.
enum TemplateName: String, CaseIterable {
    case layout, field, alert, error
    case signIn = "sign_in"
    case home
    case petitions, petition, receipt
    case denunciationQuestion = "denunciation_question"
    case petitionForm = "petition_form"
    case formGroups = "form_groups"
    case matters, matter
    case person
    case personForm = "person_form"
    case enquiries
    case enquiryLog = "enquiry_log"
    case petitionRows = "petition_rows"
    case casePanel = "case_panel"
    case eventForm = "event_form"
    case correction
    case caseFile = "case_file"
    case papers
    case referrals, referral
    case referralRows = "referral_rows"
    case referralChain = "referral_chain"
    case task
    case taskRows = "task_rows"
    case taskPanel = "task_panel"
    case sessions, session
    case duties
    case postbag, envelope
    case envelopeCompare = "envelope_compare"
    case filings
    case filing
    case filingForm = "filing_form"
    case paperVisits = "paper_visits"
    case documents, document, envelopes, signing
    case documentForm = "document_form"
    case documentPrint = "document_print"
    case work
    case handOver = "hand_over"
    case units
    case digest
    case national
    case nationalSheet = "national_sheet"
    case nationalPaper = "national_paper"
    case nationalArrivals = "national_arrivals"
    case leaderSession = "leader_session"
    case sessionPapers = "session_papers"
    case matterBrief = "matter_brief"
    case plainForm = "plain_form"
    case visitForm = "visit_form"
    case visit
    case register
    case lookup
    case law
    case procedure
    case deadline
}

/// What a page shows: a plain struct whose members the template names. Optional members are asked for with a leading dot in templates
/// (`{{#.error}}`), because a missing one is otherwise looked for in what surrounds it.
protocol PageModel: Sendable {
    static var template: TemplateName { get }
}

/// Reads the templates once; each is put under `HTMLText`, which a partial does not inherit from the template that calls it.
enum TemplateShelf {
    static func load(_ folder: String) throws -> MustacheLibrary {
        HTMLText.register()
        var library = MustacheLibrary()
        for name in TemplateName.allCases {
            let path = "\(folder)/\(name.rawValue).mustache"
            guard let data = FileManager.default.contents(atPath: path) else { throw MissingFile(path: path) }
            library.register(try HTMLText.template(String(decoding: data, as: UTF8.self)), named: name.rawValue)
        }
        return library
    }
}

extension WebRoutes {
    func page<Page: PageModel>(_ model: Page, status: HTTPResponse.Status = .ok) -> Response {
        Answer.html(templates.render(model, withTemplate: Page.template.rawValue) ?? "", status: status)
    }

    /// A paper for the browser's print: its style is inside, it runs nothing.
    func paper<Page: PageModel>(_ model: Page) -> Response {
        Answer.html(templates.render(model, withTemplate: Page.template.rawValue) ?? "", policy: Answer.document)
    }
}
