import ArgumentParser
import Casework
import Foundation
import Identity
import Law
import Postgres
import Records

/// Makes a migrated database and fills it with petitions by COPY: offices and accounts the ordinary way, everything else as
/// `bench/fill.sql` spreads it out. Chains, numbers and clocks come out as `sql/checks` want them.
struct Fill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Migrates an empty database and fills it with petitions.")

    @Option(help: "conninfo of a superuser") var superuser: String
    @Option(help: "conninfo of the owner's role") var owner: String
    @Option(help: "root of the checkout") var share: String
    @Option(help: "petitions to make") var petitions = 100_000
    @Option(help: "offices to spread them over") var offices = 30
    @Option(help: "clients of the load, each in an office of its own") var clients = 8
    @Option(help: "where the clients are written down") var into: String

    /// Arrivals lie between these days, all in one book year and under the law in force.
    private static let firstDay = Day(2026, 7, 1)

    func run() async throws {
        let letters = try Letters(file: share + "/demo/petitions.json")
        let owner = Pool(PoolConfiguration(conninfo: owner, lanes: 1, statementTimeout: .zero, lockTimeout: .zero))
        let superuser = Pool(PoolConfiguration(conninfo: superuser, lanes: 1, statementTimeout: .zero, lockTimeout: .zero))
        _ = try await Installation.prepare(owner: owner, share: share, now: .now())
        let posts = try await staff(owner)
        let days = max(1, Instant.now().dayInVietnam.days(since: Self.firstDay))
        let script = try String(contentsOfFile: share + "/bench/fill.sql", encoding: .utf8)
        let petitions = petitions
        try await superuser.bare { db in
            try db.script(Self.draft)
            try db.copyIn(
                """
                copy bench_draft (id, matter, receipt_code, office, officer, received_on, kind, channel, title, body, request, full_name, gender, birth_year,
                                  id_number, address, commune_code, path) from stdin
                """, rows: (1...petitions).lazy.map { Self.row($0, letters: letters, posts: posts, days: days) })
            try db.script(script)
            try db.script("vacuum (freeze, analyze)")
        }
        try Client.write(
            (0..<clients).map { number in
                let post = posts[number]
                let count = (petitions - number - 1) / posts.count + 1
                return Client(
                    number: number, token: post.token, officer: post.officer, organisation: post.organisation, first: Int64(number + 1),
                    stride: Int64(posts.count), count: Int64(count), words: letters.letter(number + 1 + posts.count * (count / 2)).words,
                    draft: try Self.draft(of: letters.letter(-1 - number)))
            }, to: into)
        await owner.close()
        await superuser.close()
    }

    private struct Post: Sendable {
        var organisation: Int64
        var officer: Int64
        var token: String
    }

    /// The first offices of the demo province, each with one officer who may do everything there and a token for the API.
    private func staff(_ owner: Pool) async throws -> [Post] {
        let casework = Casework(
            pool: owner, rulebook: try Installation.rulebook(share: share),
            surroundings: Surroundings(now: { .now() }, random: .system, blobs: BlobStore(folder: "/nonexistent", limit: 0)),
            passwords: PasswordVerifier())
        let operatorHimself = Actor.operator(user: "bench")
        let rows = try Installation.rows(share + "/demo/organisations.csv").dropFirst().prefix(offices)
        if rows.count < max(offices, clients) { throw BenchFailure("demo/organisations.csv has too few offices") }
        var posts: [Post] = []
        for row in rows {
            guard let kind = OfficeKind(rawValue: row[2]) else { throw BenchFailure("unknown kind of office \(row[2])") }
            let id = try await casework.administration.addOrganisation(
                .init(code: row[0], kind: kind, level: row[3], name: row[4], shortName: row[5], symbol: row[6]), by: operatorHimself)
            let username = "bench.\(posts.count)"
            let officer = try await casework.administration.addOfficer(
                username: username, fullName: "Cán bộ tiếp công dân \(posts.count)", title: "Chuyên viên", organisation: row[0],
                roles: [.clerk, .officer, .leader], password: nil, by: operatorHimself)
            let token = try await casework.administration.addToken(
                username: username, organisation: row[0], name: "bench", days: nil, by: operatorHimself)
            posts.append(Post(organisation: id, officer: officer, token: token.secret.text))
        }
        return posts
    }

    private static let draft = """
        create unlogged table public.bench_draft (
            id bigint, matter bigint, receipt_code text, office bigint, officer bigint, received_on date, kind text, channel text, title text, body text,
            request text, full_name text, gender text, birth_year int, id_number text, address text, commune_code text, path int)
        """

    private static func row(_ id: Int, letters: Letters, posts: [Post], days: Int) -> [any PostgresValue] {
        var draw = Draw(seed: UInt64(id) &+ 0xA5A5_0000_0000)
        let letter = letters.letter(id)
        let post = posts[(id - 1) % posts.count]
        let age = draw.below(days)
        let day = firstDay.adding(days: days - 1 - age)
        // 1 received, 2 classified, 3 guided, 4 referred: old letters are dealt with, of the new ones one in three is.
        let isDone = age >= 20 || draw.below(3) == 0
        let path = isDone ? [3, 3, 3, 3, 3, 3, 3, 4, 4, 2][draw.below(10)] : 1 + draw.below(2)
        let again = id > posts.count && draw.below(12) == 0
        let receipt = ReceiptCode(random: RandomSource.seeded("bench \(id)"))
        return [
            id, again ? id - posts.count : id, receipt.text, post.organisation, post.officer, day.iso, letter.kind,
            draw.below(4) == 0 ? "desk" : "post",
            letter.title, letter.body, letter.request, letter.fullName, letter.gender, letter.birthYear, letter.idNumber, letter.address,
            letter.communeCode, path,
        ]
    }

    /// What a clerk types: the petition, its author, one paper.
    private static func draft(of letter: Letters.Letter) throws -> String {
        var draft = PetitionDraft(
            channel: .post, receivedOn: Instant.now().dayInVietnam, kind: PetitionKind(rawValue: letter.kind) ?? .feedback,
            title: letter.title,
            body: letter.body)
        var person = PersonDraft(fullName: letter.fullName)
        person.gender = letter.gender
        person.birthYear = letter.birthYear
        person.idKind = PersonDraft.IDKind(rawValue: "citizen_id")
        person.idNumber = letter.idNumber
        person.communeCode = letter.communeCode
        person.address = letter.address
        draft.petitioners = [person]
        draft.request = letter.request.isEmpty ? nil : letter.request
        draft.wantsReply = true
        draft.papers = [PaperDraft(name: "Đơn viết tay", pages: 2, kind: "original")]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(draft), as: UTF8.self)
    }
}
