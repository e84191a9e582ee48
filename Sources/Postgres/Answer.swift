import CPostgres
import Glibc

/// What one statement answered: rows, or a count of affected rows. Lives on the lane; hand structs to the caller.
public final class Answer {
    let result: OpaquePointer
    let statement: String
    /// Name, length of name and type of each column, read from the result once.
    private lazy var columns: [Column] = readColumns()

    private struct Column {
        let name: UnsafePointer<CChar>
        let length: Int
        let oid: UInt32
    }

    init(owning result: OpaquePointer, statement: String) {
        self.result = result
        self.statement = statement
    }

    deinit { PQclear(result) }

    private func readColumns() -> [Column] {
        (0..<PQnfields(result)).compactMap { index in
            PQfname(result, index).map { Column(name: $0, length: strlen($0), oid: PQftype(result, index)) }
        }
    }

    /// Number of rows returned.
    public var count: Int { Int(PQntuples(result)) }

    /// Rows inserted, updated, deleted, selected or copied; 0 for statements that have no count.
    public var affected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The command tag without its count: `COMMIT`, `ROLLBACK`, `INSERT 0`.
    var tag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    /// Every row, decoded.
    public func all<T: RowDecodable>(as: T.Type = T.self) throws(PostgresError) -> [T] {
        let count = PQntuples(result)
        var rows: [T] = []
        rows.reserveCapacity(Int(count))
        for index in 0..<count { rows.append(try row(index)) }
        return rows
    }

    /// The first row, or nil when there is none.
    public func first<T: RowDecodable>(as: T.Type = T.self) throws(PostgresError) -> T? {
        count == 0 ? nil : try row(0)
    }

    /// The only row; another number of rows is an error.
    public func one<T: RowDecodable>(as: T.Type = T.self) throws(PostgresError) -> T {
        guard count == 1 else { throw .wrongRowCount(count, statement: statement) }
        return try row(0)
    }

    /// The first column of the only row.
    public func value<V: PostgresValue>(as: V.Type = V.self) throws(PostgresError) -> V {
        guard count == 1 else { throw .wrongRowCount(count, statement: statement) }
        return try cell(0)
    }

    /// The first column of the only row, or nil when there is no row; more than one is an error.
    public func valueIfAny<V: PostgresValue>(as: V.Type = V.self) throws(PostgresError) -> V? {
        guard count <= 1 else { throw .wrongRowCount(count, statement: statement) }
        return count == 0 ? nil : try cell(0)
    }

    /// The first column of every row.
    public func values<V: PostgresValue>(as: V.Type = V.self) throws(PostgresError) -> [V] {
        var values: [V] = []
        values.reserveCapacity(count)
        for index in 0..<PQntuples(result) { values.append(try cell(index)) }
        return values
    }

    private func row<T: RowDecodable>(_ index: Int32) throws(PostgresError) -> T {
        do { return try T(Row(self, index)) } catch { throw .decode(error, statement: statement) }
    }

    private func cell<V: PostgresValue>(_ row: Int32) throws(PostgresError) -> V {
        do { return try Row(self, row)[0] } catch { throw .decode(error, statement: statement) }
    }

    /// The column of that name, or -1. A handful of columns: comparing bytes one after the other beats a dictionary.
    func index(of name: StaticString) -> Int32 {
        guard name.hasPointerRepresentation else {
            return name.withUTF8Buffer { find($0.baseAddress, $0.count) }
        }
        return find(name.utf8Start, name.utf8CodeUnitCount)
    }

    private func find(_ name: UnsafePointer<UInt8>?, _ length: Int) -> Int32 {
        guard let name else { return -1 }
        for (index, column) in columns.enumerated() where column.length == length && memcmp(column.name, name, length) == 0 {
            return Int32(index)
        }
        return -1
    }

    func cell(_ row: Int32, _ column: Int32) -> Cell? {
        guard PQgetisnull(result, row, column) == 0 else { return nil }
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return Cell(oid: columns[Int(column)].oid, bytes: bytes)
    }

    func name(of column: Int32) -> String { PQfname(result, column).map { String(cString: $0) } ?? "#\(column + 1)" }
    var width: Int32 { PQnfields(result) }
}

/// One row of an answer, read by the names of its columns.
///
/// ```swift
/// struct PetitionRow: RowDecodable {
///     let id: Int64, receivedOn: PGDate, note: String?
///     init(_ row: Row) throws(DecodeError) {
///         id = try row["id"]; receivedOn = try row["received_on"]; note = try row["note"]
///     }
/// }
/// ```
/// Names, not positions: reordering the SELECT list cannot swap two columns of the same type.
public struct Row {
    private let answer: Answer
    private let index: Int32

    init(_ answer: Answer, _ index: Int32) {
        self.answer = answer
        self.index = index
    }

    /// The column of that name.
    @inlinable
    public subscript<V: PostgresValue>(_ name: StaticString) -> V {
        get throws(DecodeError) {
            do { return try V.read(try cell(name)) } catch {
                throw DecodeError(column: name.description, type: "\(V.self)", fault: error)
            }
        }
    }

    /// The column at that place, from 0: for statements of one or two columns.
    @inlinable
    public subscript<V: PostgresValue>(_ column: Int) -> V {
        get throws(DecodeError) {
            do { return try V.read(try cell(column)) } catch {
                throw DecodeError(column: label(column), type: "\(V.self)", fault: error)
            }
        }
    }

    @usableFromInline
    func cell(_ name: StaticString) throws(DecodeFault) -> Cell? {
        let column = answer.index(of: name)
        guard column >= 0 else { throw .missingColumn }
        return answer.cell(index, column)
    }

    @usableFromInline
    func cell(_ column: Int) throws(DecodeFault) -> Cell? {
        guard column >= 0, column < Int(answer.width) else { throw .missingColumn }
        return answer.cell(index, Int32(column))
    }

    @usableFromInline
    func label(_ column: Int) -> String {
        column >= 0 && column < Int(answer.width) ? answer.name(of: Int32(column)) : "#\(column + 1)"
    }
}

/// A struct that is read from one row.
public protocol RowDecodable {
    init(_ row: Row) throws(DecodeError)
}
