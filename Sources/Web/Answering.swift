import Casework
import HTTPTypes
public import Hummingbird
import Identity
import NIOCore

extension WebRoutes {
    /// Carries one request to its page: who asks, is the form ours, what came of it.
    func answer(_ request: Request, _ context: some RequestContext, by route: Route, requestID: String) async -> Response {
        var caller: Caller?
        do {
            do {
                caller = try await self.caller(of: request, withPosts: route.access == .page)
            } catch let problem as Problem where problem.kind == .unavailable && route.access == .open {
                // Who asks decides nothing on an open page: one that needs no database answers while it is away.
            }
            if route.access != .open && caller == nil { throw NotSignedIn() }
            let guest = cookies.read(SessionCookies.guest, from: request)
            let form = try await readForm(of: request, route: route, secret: route.access == .open ? guest : caller?.secret)
            let call = Call(
                request: request, parameters: context.parameters, query: try FormData(urlEncoded: (request.uri.query ?? "").utf8),
                form: form,
                caller: caller, guest: guest, file: { path in try await FileIO().loadFile(path: path, context: context) })
            return Answer.secured(try await route.handler(call))
        } catch is NotSignedIn {
            return Answer.secured(notSignedIn(request, route))
        } catch let problem as Problem {
            return Answer.secured(failure(problem, route: route, caller: caller))
        } catch let error as HTTPError {
            let kind: Problem.Kind = error.status == .notFound ? .missing : error.status == .contentTooLarge ? .tooLarge : .malformed
            let problem = Problem(kind, code: "http_\(error.status.code)", message: "Không thực hiện được yêu cầu này.")
            return Answer.secured(failure(problem, route: route, caller: caller))
        } catch {
            observer.failed(error, route.path, requestID)
            return Answer.secured(failure(nil, route: route, caller: caller))
        }
    }

    private func caller(of request: Request, withPosts: Bool) async throws -> Caller? {
        guard let secret = cookies.read(SessionCookies.session, from: request),
            let officer = try await casework.signIn.officer(session: secret)
        else { return nil }
        return Caller(officer: officer, secret: secret, posts: withPosts ? try await casework.signIn.posts(of: officer) : [])
    }

    /// Origin first, then the body up to its limit, then the token.
    private func readForm(of request: Request, route: Route, secret: Secret?) async throws -> FormData {
        guard route.method == .post else { return FormData() }
        try formGuard.checkOrigin(request)
        if route.body == .raw {
            try formGuard.checkToken(request.headers[FormGuard.header] ?? "", of: secret)
            return FormData()
        }
        let tooLarge = Problem(.tooLarge, code: "too_large", message: "Biểu mẫu quá lớn (quá \(options.formBytes / 1024) KB).")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > options.formBytes { throw tooLarge }
        guard (request.headers[.contentType] ?? "").lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            throw Problem(.malformed, code: "unsupported_content_type", message: "Chỉ nhận dữ liệu biểu mẫu.")
        }
        let body: ByteBuffer
        do { body = try await request.body.collect(upTo: options.formBytes) } catch is NIOTooManyBytesError { throw tooLarge }
        let form = try FormData(urlEncoded: body.readableBytesView)
        try formGuard.checkToken(form[FormGuard.field], of: secret)
        return form
    }

    private func notSignedIn(_ request: Request, _ route: Route) -> Response {
        if route.access == .data {
            return Answer.json(#"{"code":"unauthenticated","message":"Phiên làm việc đã hết. Hãy đăng nhập lại."}"#, status: .unauthorized)
        }
        let back = route.method == .get ? request.uri.string : ""
        return Answer.redirect("/dang-nhap" + PercentText.query([("tiep", back == "/" ? "" : back)]))
    }

    /// - Parameter problem: nil for what nobody foresaw.
    private func failure(_ problem: Problem?, route: Route, caller: Caller?) -> Response {
        let status = problem.map { Answer.status($0.kind) } ?? .internalServerError
        let shown =
            problem
            ?? Problem(.unavailable, code: "internal", message: "Hệ thống gặp lỗi ngoài dự kiến. Việc của bạn chưa được ghi; hãy thử lại.")
        if route.access == .data || route.body == .raw {
            struct Words: Encodable {
                var code: String
                var message: String
            }
            var response = Answer.json(JSONText.of(Words(code: shown.code, message: shown.message)), status: status)
            if status == .serviceUnavailable { response.headers[.retryAfter] = "5" }
            return status == .contentTooLarge ? Answer.cutOff(response) : response
        }
        var response = page(
            ErrorPage(status: status.code, problem: shown, frame: frame(caller, title: "Không thực hiện được")), status: status)
        if status == .serviceUnavailable { response.headers[.retryAfter] = "5" }
        return status == .contentTooLarge ? Answer.cutOff(response) : response
    }

    /// Catches addresses no route knows and shows the Vietnamese error page instead of nothing. Put it behind the API's own.
    public func errorPages<Context: RequestContext>(for context: Context.Type = Context.self) -> UnknownPages<Context> {
        UnknownPages<Context>(web: self)
    }

    func unknownPage() -> Response {
        let problem = Problem(.missing, code: "not_found", message: "Không có trang này.")
        return Answer.secured(
            page(ErrorPage(status: 404, problem: problem, frame: frame(nil, title: "Không có trang này")), status: .notFound))
    }
}

/// Turns "no such route" into the Vietnamese error page, outside `/api/`.
public struct UnknownPages<Context: RequestContext>: RouterMiddleware {
    let web: WebRoutes

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && !request.uri.path.hasPrefix("/api/") && error.body == nil {
            return web.unknownPage()
        }
    }
}
