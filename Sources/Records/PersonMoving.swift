public import Law
public import Postgres

/// What merging and parting write: parties move, persons keep their rows, each move is noted with its parties.
extension PersonMergeRecords {
    /// Locks persons of the office, in the order of their ids: who merges two waits for who merges one of them.
    public static func lock(_ db: Connection, persons: [Int64]) throws {
        try db.run(
            "select from person where id = any(\(persons)) and organisation = scope_organisation() order by id for no key update")
    }

    /// The person to whom the entries of one now belong: himself unless he was merged.
    public static func root(_ db: Connection, of person: Int64) throws -> Int64 {
        try db.value("select person_root(\(person))", as: Int64.self)
    }

    /// Whether an entry of the office's own book points to this person.
    public static func owns(_ db: Connection, person: Int64, party: Int64) throws -> Bool {
        try db.value("select exists (select from party where id = \(party) and person = \(person))", as: Bool.self)
    }

    private static func note(
        _ db: Connection, kind: String, kept: Int64, other: Int64, undoes: Int64? = nil, reason: String, on day: Day, officer: Int64,
        now: Instant
    ) throws -> Int64 {
        try db.value(
            """
            insert into person_merge (organisation, kind, kept, other, undoes, reason, recorded_on, recorded_at, officer)
            values (scope_organisation(), \(kind), \(kept), \(other), \(undoes)::bigint, \(reason), \(day.date), \(now), \(officer))
            returning id
            """, as: Int64.self)
    }

    /// Everything of `other` becomes `kept`'s; `other` keeps his row and points to him.
    /// - Returns: the merge's id.
    public static func merge(_ db: Connection, kept: Int64, other: Int64, reason: String, on day: Day, officer: Int64, now: Instant)
        throws -> Int64
    {
        let id = try note(db, kind: "merge", kept: kept, other: other, reason: reason, on: day, officer: officer, now: now)
        try db.run(
            """
            with moved as (update party set person = \(kept) where person = \(other) returning id)
            insert into person_merge_party (merge, party) select \(id), id from moved
            """)
        try db.run("update person set merged_into = \(kept) where id = \(other)")
        return id
    }

    /// Gives back to the merged person exactly the parties that the merge moved and that are still where it led.
    /// - Returns: the undo's id.
    public static func undo(_ db: Connection, _ merge: MergeRow, reason: String, on day: Day, officer: Int64, now: Instant) throws
        -> Int64
    {
        let id = try note(
            db, kind: "undo", kept: merge.kept, other: merge.other, undoes: merge.id, reason: reason, on: day, officer: officer, now: now)
        let root = try root(db, of: merge.kept)
        try db.run(
            """
            with moved as (
                update party set person = \(merge.other)
                 where person = \(root) and id in (select mp.party from person_merge_party mp where mp.merge = \(merge.id)) returning id)
            insert into person_merge_party (merge, party) select \(id), id from moved
            """)
        try db.run("update person set merged_into = null where id = \(merge.other)")
        // Meanwhile his petitions were found by the words of the other one.
        try CorrectionRecords.indexAnew(db, petition: nil, person: merge.other)
        return id
    }

    /// Takes one entry of a person out into a person of its own, who is written down as he was where it came from.
    /// - Returns: the parting's id and the new person's.
    public static func part(_ db: Connection, _ person: Int64, party: Int64, reason: String, on day: Day, officer: Int64, now: Instant)
        throws -> (id: Int64, person: Int64)
    {
        let own = try db.value(
            """
            insert into person (organisation, kind, full_name, gender, birth_year, id_kind, id_number, id_issued_on, id_issued_by,
                                no_id_reason, phone, ethnic_code, nationality, occupation, job_title, workplace, province_code,
                                commune_code, address, old_address)
            select organisation, kind, full_name, gender, birth_year, id_kind, id_number, id_issued_on, id_issued_by,
                   no_id_reason, phone, ethnic_code, nationality, occupation, job_title, workplace, province_code,
                   commune_code, address, old_address
              from person
             where id = coalesce((select m.other from person_merge_party mp join person_merge m on m.id = mp.merge and m.kind = 'merge'
                                   where mp.party = \(party) and not exists (select from person_merge u where u.undoes = m.id)
                                   order by m.id limit 1), \(person))
            returning id
            """, as: Int64.self)
        let id = try note(db, kind: "part", kept: person, other: own, reason: reason, on: day, officer: officer, now: now)
        try db.run(
            """
            with moved as (update party set person = \(own) where id = \(party) and person = \(person) returning id)
            insert into person_merge_party (merge, party) select \(id), id from moved
            """)
        try CorrectionRecords.indexAnew(db, petition: nil, person: own)
        return (id, own)
    }
}
