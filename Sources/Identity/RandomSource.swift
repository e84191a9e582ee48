/// Where chance enters the house. Everything secret or unguessable is drawn from a value of this type, so a test can
/// hand in bytes it knows and `tiepdan-bench` can make the same data twice.
public struct RandomSource: Sendable {
    private let draw: @Sendable (Int) -> [UInt8]

    /// - Parameter draw: returns exactly as many bytes as it is asked for.
    public init(_ draw: @escaping @Sendable (Int) -> [UInt8]) {
        self.draw = draw
    }

    /// `count` fresh bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        let drawn = draw(count)
        precondition(drawn.count == count, "a random source must give as many bytes as it is asked for")
        return drawn
    }

    /// The kernel's generator: the only source a daemon may use.
    public static let system = RandomSource { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
