/// The prepared statements of one connection.
///
/// Key = text; the number of texts is finite because all text is written in the program. A statement is recorded only
/// after the server answered its Parse: in an aborted pipeline Parse never happens, and a cache that believes what was
/// sent would lie for the rest of the connection's life (SQLSTATE 26000).
struct StatementCache {
    final class Entry {
        let name: String
        let oids: [UInt32]
        fileprivate var lastUse = 0
        init(name: String, oids: [UInt32]) {
            self.name = name
            self.oids = oids
        }
    }

    let capacity: Int
    private var entries: [String: Entry] = [:]
    private var clock = 0
    private var named = 0
    /// Names that the server still knows and that nobody will use again: to be deallocated in the next pipeline.
    private(set) var doomed: [String] = []

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count }

    /// The entry for this text with these parameter types; the same text with other types is another statement.
    mutating func find(_ text: String, _ oids: [UInt32]) -> Entry? {
        guard let entry = entries[text], entry.oids == oids else { return nil }
        clock += 1
        entry.lastUse = clock
        return entry
    }

    /// A name that was never used on this connection.
    mutating func makeEntry(_ oids: [UInt32]) -> Entry {
        named += 1
        return Entry(name: "s\(named)", oids: oids)
    }

    /// Parse succeeded.
    mutating func record(_ entry: Entry, for text: String) {
        if let old = entries[text] {
            doomed.append(old.name)
        } else if entries.count >= capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            doomed.append(oldest.value.name)
            entries.removeValue(forKey: oldest.key)
        }
        clock += 1
        entry.lastUse = clock
        entries[text] = entry
    }

    /// The server no longer accepts this statement.
    mutating func drop(_ text: String) {
        if let entry = entries.removeValue(forKey: text) { doomed.append(entry.name) }
    }

    /// The server forgot all names (DISCARD ALL, DEALLOCATE ALL).
    mutating func forgetAll() {
        entries.removeAll()
        doomed.removeAll()
    }

    mutating func deallocated(_ name: String) { doomed.removeAll { $0 == name } }
}
