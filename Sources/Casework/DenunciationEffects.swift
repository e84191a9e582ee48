import Law
import Postgres
import Records

extension Effects {
    /// A denunciation at the office that settles it: the outcome in its book, the result of the settlement, the referral that carries
    /// it on. Nothing here knows who denounces: the petition is kept by reference (Luật Tố cáo Đ.56).
    func denunciation(_ notes: inout StepNotes) throws {
        let registration = held.context.registration ?? 0
        switch event {
        case "assign": try handle()
        case "name_denounced": try nameDenounced()
        case "find_anonymous":
            if let petition = held.context.petition, let found = text("found") {
                let kind = found == "individual" && held.context.people >= 2 ? "group" : found
                try DenunciationRecords.setFiler(db, petition: petition, kind: kind)
            }
        case "anonymous_no_evidence": try outcome("filed")
        case "anonymous_with_evidence": try outcome(step.to == "inspection" ? "handed_over" : "referred")
        case "send_to_police" where step.to == "sent_to_police": try outcome("referred")
        case "party_matter": try outcome("referred")
        case "not_competent_written": try setCompetence(.notCompetent, registration)
        case "find_competent": try setCompetence(.competent, registration)
        case "not_competent_oral":
            try outcome("guided")
            try setCompetence(.notCompetent, registration)
        case "sent_to_many_or_repeat":
            try outcome("filed")
            try setCompetence(.notCompetent, registration)
        case "refer": try refer(&notes)
        case "put_to_superior": try putToSuperior(&notes)
        case "competence_decided": try competenceDecided()
        case "return_to_sender": try outcome("returned")
        case "mark_ineligible": try ineligible(registration)
        case "mark_duplicate": try outcome("merged")
        case "reclassify": notes.created["case"] = try reclassify(registration)
        case "refuse_acceptance", "keep_conclusion", "leave_with_settler": try outcome("not_accepted")
        case "accept", "take_over": try outcome("accepted")
        case "withdraw_all" where step.to == "withdrawn": try outcome("filed")
        case "withdraw_all" where step.to == "terminated": try settle("withdrawn")
        case "denounced_dead", "settled_elsewhere": try settle("terminated")
        case "conclude":
            try settle(text("result") ?? "wrong")
            try noteFigures()
        case "handling_result", "close": try noteFigures()
        case "tell_citizen": try PetitionRecords.setTold(db, registration: registration, on: date("told_on") ?? day)
        default: break
        }
    }

    private func setCompetence(_ jurisdiction: Jurisdiction, _ registration: Int64) throws {
        try PetitionRecords.classify(
            db, registration: registration, kind: nil, fieldCode: nil, eligibility: nil, ineligibleReason: nil,
            jurisdiction: jurisdiction)
    }

    /// The result in the words of the reports, late when the settlement's own clock had run out when the step ended it.
    private func settle(_ result: String) throws {
        let late = step.clockChanges.contains {
            if case .stop(_, let rule, _, let late) = $0 { rule == "TC-6" && late } else { false }
        }
        try PetitionRecords.settle(
            db, case: held.context.id, result: result, decisionNumber: text("document_number"),
            decisionDate: date("document_date") ?? day, inTime: !late)
    }
}
