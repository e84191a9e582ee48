import Foundation
import Law
import Logging
import TestSupport
import Testing

@testable import Casework
@testable import Documents
@testable import Workers

@Suite("An issued register is rendered by the workers", .enabled(if: PDFPrograms.present), .timeLimit(.minutes(20)))
struct RenderingTests {
    @Test("once, for its own office, and every reprint is the same")
    func issued() async throws {
        try await TestWorld.lease { world in
            let leader = world.actor("hdnd.leader")
            let issued = try await world.casework.registers.issue(
                from: Day(2026, 11, 9), to: Day(2026, 11, 15), leaderName: "Trần Thị Mai", key: nil, by: leader)
            let before = try await world.casework.registers.pdf(issued.id, by: leader)
            #expect(before == nil)

            let (logger, box) = LinesKept.logger()
            let documents = try Fixtures.documents()
            let rendering = RegisterRendering(world.casework, documents: documents, logger: logger)
            let inApp = InAppDelivery(logger: logger)
            let service = OutboxDelivery(
                world.casework.queues, deliveries: ["register.issued": rendering, "notice": inApp, "deadline": inApp],
                round: Round("outbox", every: .milliseconds(20), logger: logger))
            try await running([service]) { _ in
                for _ in 0..<1500 where !box.all.contains(where: { $0.hasPrefix("info register rendered") || $0.hasPrefix("error") }) {
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(box.all.filter { $0.hasPrefix("error") } == [])

            let stored = try #require(try await world.casework.registers.pdf(issued.id, by: leader))
            let text = try PDFPrograms.read(stored).pages.joined()
            #expect(text.contains("Trần Thị Mai"))
            #expect(text.contains(issued.contentSHA256))
            let page = try await world.casework.registers.html(issued.id, by: leader)
            #expect(page == (try documents.html(try await world.casework.registers.reprint(issued.id, by: leader))))
            let again = try await documents.pdf(try await world.casework.registers.reprint(issued.id, by: leader))
            #expect(again == stored)
            let kept = try await world.casework.registers.keep(pdf: Array("%PDF-other".utf8), of: issued.id, by: leader)
            #expect(kept == stored)

            // Another office's system job does not see it.
            let stranger = Actor.system(job: "rendering", organisation: world.office("snnmt"))
            await #expect(throws: Problem.self) { _ = try await world.casework.registers.reprint(issued.id, by: stranger) }
            await #expect(throws: Problem.self) { _ = try await world.casework.registers.reprint(issued.id, by: .system(job: "rendering")) }
        }
    }

    @Test("the standing services run together and stop together")
    func together() async throws {
        try await TestWorld.lease { world in
            let (logger, box) = LinesKept.logger()
            let services = standingServices(
                casework: world.casework, documents: try Fixtures.documents(),
                intervals: WorkerIntervals(
                    deadlines: .milliseconds(10), sessions: .milliseconds(10), outbox: .milliseconds(10), expiry: .milliseconds(10)),
                logger: logger)
            try await running(services) { _ in try await Task.sleep(for: .milliseconds(400)) }
            #expect(box.all.filter { $0.hasPrefix("error") } == [])
        }
    }
}
