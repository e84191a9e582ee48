import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: scrypt, its cost and its salt in one PHC string,
/// `$scrypt$ln=15,r=8,p=1$<salt>$<hash>` (Base64 without padding).
///
/// The cost is read back from the string, so raising it harms nobody who already has a password; `needsRehash` tells
/// when to store a new string after the next successful sign-in.
public struct PasswordHash: Sendable, Hashable {
    /// What one guess costs: memory is `128 · 2^logRounds · blockSize` bytes.
    public struct Cost: Sendable, Hashable {
        public let logRounds: Int
        public let blockSize: Int
        public let parallelism: Int

        /// nil when a value is outside what this program is ready to compute: a string planted in the table must not be
        /// able to ask for more than 256 MiB.
        public init?(logRounds: Int, blockSize: Int, parallelism: Int) {
            guard (1...20).contains(logRounds), (1...32).contains(blockSize), (1...16).contains(parallelism),
                128 * (1 << logRounds) * blockSize <= 256 << 20
            else { return nil }
            self.logRounds = logRounds
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        /// What new passwords are given: 32 MiB.
        public static let current = Cost(logRounds: 15, blockSize: 8, parallelism: 1)!
    }

    public let cost: Cost
    let salt: [UInt8]
    let hash: [UInt8]

    /// Hashes a password under a fresh 16-byte salt. Takes tens of milliseconds: call it through `PasswordVerifier`.
    public init(of password: String, cost: Cost = .current, random: RandomSource = .system) {
        self.cost = cost
        salt = random.bytes(16)
        hash = Self.derive(password, salt: salt, cost: cost, length: 32)
    }

    /// Reads a stored string; nil when it is not one this program wrote or can compute.
    public init?(phc text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let cost = Self.cost(from: parts[2]),
            let salt = Base64.decode(String(parts[3]), .standard), (8...64).contains(salt.count),
            let hash = Base64.decode(String(parts[4]), .standard), (16...64).contains(hash.count)
        else { return nil }
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// The string to store.
    public var phc: String {
        let parameters = "ln=\(cost.logRounds),r=\(cost.blockSize),p=\(cost.parallelism)"
        return "$scrypt$\(parameters)$\(Base64.encode(salt, .standard))$\(Base64.encode(hash, .standard))"
    }

    /// Whether this is the password. The comparison takes the same time wherever the bytes differ.
    public func matches(_ password: String) -> Bool {
        equalInConstantTime(Self.derive(password, salt: salt, cost: cost, length: hash.count), hash)
    }

    /// True when the string was made at another cost than today's.
    public var needsRehash: Bool { cost != .current || hash.count != 32 }

    /// What is computed for a name that does not exist, so that the answer takes as long as for one that does.
    static let decoy = PasswordHash(cost: .current, salt: [UInt8](repeating: 0, count: 16), hash: [UInt8](repeating: 0, count: 32))

    private init(cost: Cost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    private static func cost(from text: Substring) -> Cost? {
        let values = text.split(separator: ",", omittingEmptySubsequences: false)
        guard values.count == 3 else { return nil }
        var numbers: [Int] = []
        for (name, value) in zip(["ln=", "r=", "p="], values) {
            guard value.hasPrefix(name), let number = Int(value.dropFirst(name.count)) else { return nil }
            numbers.append(number)
        }
        return Cost(logRounds: numbers[0], blockSize: numbers[1], parallelism: numbers[2])
    }

    /// Composed form first: Vietnamese keyboards send `ế` either as one character or as a letter with two marks, and the
    /// same password must open the door from both.
    private static func derive(_ password: String, salt: [UInt8], cost: Cost, length: Int) -> [UInt8] {
        let composed = Array(password.precomposedStringWithCanonicalMapping.utf8)
        do {
            let key = try KDF.Scrypt.deriveKey(
                from: composed, salt: salt, outputByteCount: length,
                rounds: 1 << cost.logRounds, blockSize: cost.blockSize, parallelism: cost.parallelism)
            return key.withUnsafeBytes { Array($0) }
        } catch {
            // `Cost` admits only parameters that scrypt accepts; what is left is a machine out of memory.
            fatalError("scrypt could not be computed: \(error)")
        }
    }
}
