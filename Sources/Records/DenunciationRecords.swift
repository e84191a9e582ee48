public import Postgres

/// What only a denunciation's case writes.
public enum DenunciationRecords {
    /// The initial check found that nobody signed, or somebody in another's name (Luật Tố cáo Đ.25.1).
    ///
    /// - Parameter kind: `anonymous` or `impersonated`.
    public static func setFiler(_ db: Connection, petition: Int64, kind: String) throws {
        try db.run("update petition set filer_kind = \(kind) where id = \(petition)")
    }
}
