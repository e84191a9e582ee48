import Casework

/// The one page of everything that went wrong.
struct ErrorPage: PageModel {
    static let template = TemplateName.error
    var frame: Frame
    var status: Int
    var message: String
    var basis: String?
    var errors: [String]
    var code: String

    init(status: Int, problem: Problem, frame: Frame) {
        self.frame = frame
        self.status = status
        message = problem.message
        basis = problem.basis
        errors = problem.errors.map(\.message).filter { $0 != problem.message }
        code = problem.code
    }
}
