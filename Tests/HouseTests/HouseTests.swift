import Testing

@Suite("The rules of the house hold for every file")
struct HouseTests {
    @Test func `the checkout is found`() {
        #expect(House.sources.contains { $0.path.hasPrefix("Sources/Law/") })
        #expect(House.tests.contains { $0.path == "Tests/HouseTests/HouseTests.swift" })
    }

    @Test func `each room imports only what the table allows`() {
        #expect(House.sources.flatMap(Rules.foreignImports) == [])
    }

    @Test func `the manifest agrees with the table`() throws {
        #expect(Rules.disagreements(Manifest(text: try House.text("Package.swift"))) == [])
    }

    @Test func `memory is handled by hand only around C libraries`() {
        #expect(House.sources.flatMap(Rules.unsafeCode) == [])
    }

    @Test func `nobody below main looks at the clock`() {
        #expect(House.sources.flatMap(Rules.clockReading) == [])
    }

    @Test func `the law has no world`() {
        #expect(House.sources.flatMap(Rules.worldlyLaw) == [])
    }

    @Test func `types are named for what they are`() {
        #expect((House.sources + House.tests).flatMap(Rules.emptyNames) == [])
    }

    @Test func `no file is longer than a person reads`() {
        #expect((House.sources + House.tests).flatMap(Rules.tooLong) == [])
    }
}
