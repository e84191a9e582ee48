import Foundation
import Testing

@testable import Law

@Suite struct DiagramTests {
    @Test func aSmallProcedure() throws {
        let dot = ProcedureDiagram(try Small.version()).dot
        #expect(dot.hasPrefix("digraph procedure {\n") && dot.hasSuffix("}\n"))
        #expect(dot.contains(#"label="Thủ tục nhỏ\nsmall@2026-07-01.1, có hiệu lực từ 01/07/2026""#))
        #expect(dot.contains(#"  new -> received [label="Vào sổ\l▶ A-1, A-2\l"];"#))
        #expect(dot.contains(#"  received -> sent [label="Chuyển đơn\l▶ A-3 ■ A-1\l"];"#), "what runs out by itself is left out")
        #expect(dot.contains("closed [label=<<b>Đã kết thúc</b>>, fillcolor=\"#e8e8e8\", peripheries=2];"))
        #expect(dot.contains("sent [label=<<b>Đã chuyển</b>>, fillcolor=\"#dcebf9\"];"))
        // From two states at once: written once, on a knot.
        #expect(dot.components(separatedBy: "Kết thúc\\l").count == 2)
        #expect(dot.contains("  received -> via_3 [arrowhead=none];") && dot.contains("  via_3 -> closed;"))
        // A step that stays where it is stands in the box.
        #expect(dot.contains("• Xác định phức tạp ↻ A-2"))
        #expect(!dot.contains("Quá hạn") && !dot.contains("cluster_"))
    }

    @Test func textThatGraphvizWouldMisread() throws {
        let dot = ProcedureDiagram(try Small.version("title: Vào sổ", #"title: 'Vào "sổ" <b> \ &'"#)).dot
        #expect(dot.contains(#"label="Vào \"sổ\" <b> \\ &\l"#))
        let boxes = ProcedureDiagram(try Small.version("{title: Mới tiếp nhận,", "{title: Mới & <tiếp> nhận,")).dot
        #expect(boxes.contains("<b>Mới &amp; &lt;tiếp&gt; nhận</b>"))
    }

    @Test func linesAreBrokenBetweenWords() {
        #expect(ProcedureDiagram.wrapped("một hai ba bốn", 7) == ["một hai", "ba bốn"])
        #expect(ProcedureDiagram.wrapped("mộtmộtmột hai", 5) == ["mộtmộtmột", "hai"])
        #expect(ProcedureDiagram.wrapped("", 5) == [])
    }

    /// Every state and every step a person takes is on the drawing of every version.
    @Test func everythingIsDrawn() throws {
        for version in try Shipped.book.get().versions {
            let dot = ProcedureDiagram(version).dot
            let plain = dot.replacing("<br/>", with: " ").replacing("\\l", with: " ")
            for state in version.states { #expect(dot.contains("  \(state.name) [label=<"), "\(version.id) \(state.name)") }
            for row in version.transitions where row.to != .same && !ProcedureVersion.bookkeeping.contains(row.event) {
                #expect(plain.contains(row.title.replacing("\"", with: "\\\"")), "\(version.id) \(row.event)")
            }
            let returns = version.transitions.contains { $0.to == .prior }
            #expect(dot.contains("style=dashed, constraint=false") == returns, "\(version.id)")
        }
    }

    @Test func settlingStatesShareAFrame() throws {
        let version = try Shipped.version("complaint")
        let dot = ProcedureDiagram(version).dot
        #expect(dot.contains("subgraph cluster_settling"))
        #expect(
            dot.contains("  any_step -> ") && dot.contains("  suspended -> any_step [style=dashed"), "suspended at any step, and back to it"
        )
        let pausing = try #require(version.transitions.first { !$0.clocks.pause.isEmpty })
        #expect(dot.contains("❚❚ \(pausing.clocks.pause.joined(separator: ", "))"))
    }
}
