import Law
import Postgres
import Records

extension Effects {
    /// The letter denounces and was entered by name: nothing of it stays but number and days, here, in its envelopes, at the visit where it
    /// was handed in, and in every office that has it (Luật Tố cáo Đ.9, Đ.56). Nothing leads from here to the entry made by reference.
    func enteredAsDenunciation() throws {
        guard let petition = held.context.petition, let registration = held.context.registration else { return }
        let others = try CorrectionRecords.casesElsewhere(db, registration: registration)
        let visits = try SealingRecords.visitCases(db, petition: petition)
        if !visits.isEmpty {
            try work.asSystem { system in
                for visit in visits { try system.systemStep(Self.visitDenounces, on: work.today, case: visit) }
            }
        }
        for envelope in try SealingRecords.seal(db, petition: petition, on: day) {
            try work.log(envelope.id, at: envelope.seq, "erase")
        }
        if others.isEmpty { return }
        let told = "đơn có nội dung tố cáo nên danh tính, nội dung đã được xóa; đơn được vào sổ lại theo lối đơn tố cáo"
        try work.asSystem { system in
            for other in others {
                try system.systemStep("correction_noted", on: work.today, case: other, declared: ["corrected": .text(told)])
            }
        }
    }

    /// The event by which a visitor who was entered by name is entered as somebody who denounces.
    static let visitDenounces = "enter_as_denunciation"

    /// A visit entered by mistake keeps its number and says nothing.
    ///
    /// - Throws: `Problem` `points_not_removed` (409) while the leader's conclusion speaks of it.
    func voidVisit(_ visit: Int64) throws {
        if try SealingRecords.isConcluded(db, visit: visit) {
            throw Problem(
                .conflict, code: "points_not_removed",
                message: "Kết luận của buổi tiếp có điểm về lượt này; hãy bỏ các điểm ấy trước khi hủy số.")
        }
        try SealingRecords.erase(db, visit: visit, denounces: false)
        try ReceptionRecords.setOutcome(db, visit: visit, outcome: "voided", refusalGround: nil, shownTo: nil)
    }

    /// What was erased is neither set right nor put beside other petitions: that could lead to the entry made by reference.
    func refuseSealed() throws(Problem) {
        guard held.context.sealed, held.context.registration != nil, Self.shutWhenSealed.contains(event) else { return }
        throw Problem(
            .refused, code: "entry_sealed", message: "Đơn này đã vào sổ lại theo lối đơn tố cáo; ở đây không ghi thêm gì nữa.",
            basis: "Luật Tố cáo Đ.9, Đ.56")
    }

    static let shutWhenSealed: Set<String> = [ProcedureVersion.correct, "move_matter"]
    /// Steps after which papers may lie on disk that no row names any more.
    static let erasing: Set<String> = ["entered_as_denunciation", visitDenounces, ProcedureVersion.void]
}

extension Casework {
    /// Removes the files of papers that were erased; one that cannot be removed now is left to whoever looks after the folder.
    func shredErased(by actor: Actor) async throws {
        let blobs = surroundings.blobs
        // Inside the transaction: what is not removed now is named still and removed the next time.
        try await write(by: actor) { work in blobs.remove(try SealingRecords.takeErasedFiles(work.db)) }
    }
}
