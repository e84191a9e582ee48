/// The closed vocabulary of conditions that a procedure may name.
///
/// The raw value is the word in the YAML file; a word that is not here does not load. As a *block* a guard refuses the event when
/// it is false, as a *flag* it records a breach, as `when` it decides whether a clock is touched. A guard never sees the actor:
/// who may act is a matter of roles and relations.
public enum Guard: String, Sendable, Hashable, CaseIterable {
    // Petition: content, eligibility, jurisdiction
    case kindComplaint = "kind_complaint"
    case notKindComplaint = "not_kind_complaint"
    case kindDenunciation = "kind_denunciation"
    case notKindDenunciation = "not_kind_denunciation"
    case kindFeedback = "kind_feedback"
    case denunciationByReference = "denunciation_by_reference"
    case kindMixed = "kind_mixed"
    case notKindMixed = "not_kind_mixed"
    case kindVoterPetition = "kind_voter_petition"
    case writtenDenunciationElsewhere = "written_denunciation_elsewhere"
    case eligible
    case eligibilityNotDenied = "eligibility_not_denied"
    case competent
    case notCompetent = "not_competent"
    case outsideCompetence = "outside_competence"

    // Forwarding
    case complaintTransferAllowed = "complaint_transfer_allowed"
    case denunciationInWriting = "denunciation_in_writing"
    case notTransferredBefore = "not_transferred_before"
    case notGuidedBefore = "not_guided_before"
    case guidanceFitsKind = "guidance_fits_kind"
    case ownSettlementPossible = "own_settlement_possible"
    case settledHere = "settled_here"
    case notSettledHere = "not_settled_here"
    case forwardedByBody = "forwarded_by_body"
    case filingGround = "filing_ground"
    case isCopy = "is_copy"
    case noOpenReferral = "no_open_referral"
    case noOpenTask = "no_open_task"
    case nothingIssued = "nothing_issued"
    case stepRevocable = "step_revocable"
    case nothingIssuedByLastStep = "nothing_issued_by_last_step"
    case stepFromPaper = "step_from_paper"
    case nothingBuiltOnRecord = "nothing_built_on_record"
    case notByReferral = "not_by_referral"
    case noCopies = "no_copies"
    case noPetitions = "no_petitions"
    case enteredHere = "entered_here"
    case recipientOnPaper = "recipient_on_paper"
    case recipientNotEntered = "recipient_not_entered"
    case dueOnGiven = "due_on_given"
    case notDueOnGiven = "not_due_on_given"
    case recipientNotSelf = "recipient_not_self"
    case wantsReply = "wants_reply"
    case replyNotOwed = "reply_not_owed"

    // Who may not settle, and whom nobody agrees on
    case recipientNotDenounced = "recipient_not_denounced"
    case officeNotDenounced = "office_not_denounced"
    case competenceDisputed = "competence_disputed"
    case notCompetenceDisputed = "not_competence_disputed"
    case anonymousFiler = "anonymous_filer"
    case notAnonymousFiler = "not_anonymous_filer"
    case evidenceClear = "evidence_clear"
    case notEvidenceClear = "not_evidence_clear"
    case complaintEvidence = "complaint_evidence"
    case severalPlaces = "several_places"
    case severalBodies = "several_bodies"

    // Referral
    case answerByGiven = "answer_by_given"
    case answerOverdue = "answer_overdue"
    case ownCaseSettled = "own_case_settled"

    // Task
    case extensionAsked = "extension_asked"

    // Groups and visitors
    case visitorIdentified = "visitor_identified"
    case representativesInRange = "representatives_in_range"
    case representativesWithinLimit = "representatives_within_limit"
    case groupRepresented = "group_represented"
    case appointmentSigned = "appointment_signed"
    case refusalPapers = "refusal_papers"
    case courtReplyCited = "court_reply_cited"

    // Sessions
    case hostNamed = "host_named"
    case sessionRegular = "session_regular"
    case notSessionRegular = "not_session_regular"
    case sessionOnline = "session_online"
    case onSessionDate = "on_session_date"
    case noOpenVisits = "no_open_visits"

    // Settlement
    case firstInstance = "first_instance"
    case secondInstance = "second_instance"
    case dialogueHeld = "dialogue_held"
    case authorisationNotarisedOrCertified = "authorisation_notarised_or_certified"
    case authorisationCertified = "authorisation_certified"
    case withdrawalEnds = "withdrawal_ends"
    case notWithdrawalEnds = "not_withdrawal_ends"
    case complexityShown = "complexity_shown"
    case extensionLeft = "extension_left"
    case extensionInRange = "extension_in_range"
    case extendedInTime = "extended_in_time"
    case stopWithinSettlement = "stop_within_settlement"
    case secondComplaintInTime = "second_complaint_in_time"
    case complexDetermined = "complex_determined"
    case dialogueNoticeInTime = "dialogue_notice_in_time"
    case settlementNotOverdue = "settlement_not_overdue"
    case settlementOverdue = "settlement_overdue"
    case senderTold = "sender_told"
    case secondInstancePeriodOver = "second_instance_period_over"
    case regulationElsewhere = "regulation_elsewhere"

    // Punctuality: every one looks at clocks that the event stops after their due day
    case inTime = "in_time"
    case publishedInTime = "published_in_time"
    case declinedInTime = "declined_in_time"
    case replyInTime = "reply_in_time"
    case acceptedInTime = "accepted_in_time"
    case decidedInTime = "decided_in_time"
    case checkedInTime = "checked_in_time"
    case concludedInTime = "concluded_in_time"

    // Terms that have run out before the event, whatever it does to them
    case checkOverdue = "check_overdue"
    case notCheckOverdue = "not_check_overdue"
    case conclusionOverdue = "conclusion_overdue"
    case notConclusionOverdue = "not_conclusion_overdue"

    /// Groups of words of which at most one can hold; the validator relies on them for rows that share an event.
    public static let exclusiveGroups: [[Guard]] = [
        [.kindComplaint, .kindDenunciation, .kindFeedback, .kindMixed, .kindVoterPetition],
        [.firstInstance, .secondInstance],
        [.settlementOverdue, .settlementNotOverdue],
        [.competent, .notCompetent],
        [.kindMixed, .notKindMixed],
        [.wantsReply, .replyNotOwed],
        [.sessionRegular, .notSessionRegular],
        [.settledHere, .notSettledHere],
    ]

    /// Whether the condition holds. `facts` are those of the case with the declared facts of the event laid over them.
    public func holds(_ facts: CaseFacts) -> Bool {
        switch self {
        case .kindComplaint: facts.kind == .complaint
        case .notKindComplaint: facts.kind != .complaint
        case .kindDenunciation: facts.kind == .denunciation
        case .notKindDenunciation: facts.kind != .denunciation
        case .kindFeedback: facts.kind == .feedback
        case .denunciationByReference: facts.kind != .denunciation || facts.referenceOnly
        case .kindMixed: facts.kind == .mixed
        case .kindVoterPetition: facts.kind == .voterPetition
        case .notKindMixed: facts.kind != .mixed
        case .writtenDenunciationElsewhere:
            facts.kind == .denunciation && !facts.madeInPerson && facts.jurisdiction != .competent
        case .eligible: facts.eligibility == .eligible
        case .eligibilityNotDenied: facts.eligibility != .ineligible
        case .competent: facts.jurisdiction == .competent
        case .notCompetent: facts.jurisdiction == .notCompetent
        case .outsideCompetence: facts.jurisdiction == .notCompetent || facts.jurisdiction == .subordinate

        case .complaintTransferAllowed:
            facts.kind != .complaint || facts.office.forwardsComplaints || facts.jurisdiction == .subordinate
        case .denunciationInWriting: facts.kind != .denunciation || !facts.madeInPerson
        case .notTransferredBefore: facts.kind != .denunciation || !facts.transferredBefore
        case .notGuidedBefore: !facts.guidedBefore
        case .guidanceFitsKind: facts.kind == .complaint || (facts.kind == .denunciation && facts.madeInPerson)
        case .ownSettlementPossible: facts.kind != .complaint || !facts.office.forwardsComplaints
        case .settledHere: facts.settledHere
        case .notSettledHere: !facts.settledHere
        case .forwardedByBody: facts.forwardedByBody
        case .filingGround:
            facts.eligibility == .ineligible || facts.guidedBefore || facts.transferredBefore || facts.isCopyOf
                || facts.settlementPapers
        case .isCopy: facts.isCopyOf
        case .noOpenReferral: !facts.openReferral
        case .noOpenTask: !facts.openTask
        case .nothingIssued: !facts.letterIssued
        case .stepRevocable: facts.lastStep?.isRevocable ?? false
        case .nothingIssuedByLastStep: !facts.lastStepIssued
        case .stepFromPaper: facts.lastStep.map { ProcedureVersion.paperEvents.contains($0.event) } ?? false
        case .nothingBuiltOnRecord: !facts.builtOnRecord
        case .notByReferral: !facts.byReferral
        case .noCopies: !facts.hasCopies
        case .noPetitions: !facts.hasPetitions
        case .enteredHere: facts.enteredHere
        case .recipientOnPaper: facts.recipientOnPaper
        case .recipientNotEntered: !facts.recipientEntered
        case .dueOnGiven: facts.declared["due_on"] != nil
        case .notDueOnGiven: facts.declared["due_on"] == nil
        case .recipientNotSelf: !facts.recipientIsSelf
        case .wantsReply: facts.wantsReply
        case .replyNotOwed: !facts.wantsReply

        case .recipientNotDenounced: !facts.recipientDenounced
        case .officeNotDenounced: !facts.officeDenounced
        case .competenceDisputed: facts.competenceDisputed
        case .notCompetenceDisputed: !facts.competenceDisputed
        case .anonymousFiler: facts.anonymous
        case .notAnonymousFiler: !facts.anonymous
        case .evidenceClear: facts.declared["evidence_clear"] == .flag(true)
        case .notEvidenceClear: facts.declared["evidence_clear"] != .flag(true)
        case .complaintEvidence:
            facts.declared["from_complaint"] != .flag(true) || facts.declared["evidence_against_settler"] == .flag(true)
        case .severalPlaces: facts.declared["several_places"] == .flag(true)
        case .severalBodies: facts.declared["several_bodies"] == .flag(true)

        case .answerByGiven: facts.declared["answer_by"] != nil
        case .answerOverdue: facts.overdueClocks.contains("REF-ANSWER") || facts.overdueClocks.contains("REF-URGED")
        case .ownCaseSettled: facts.ownCaseSettled
        case .extensionAsked: facts.openClocks.contains("TASK-EXT")

        case .visitorIdentified: facts.identified || facts.kind == .denunciation
        case .representativesInRange: facts.representativesInRange
        case .representativesWithinLimit: (0...facts.mostRepresentatives).contains(facts.representatives)
        case .groupRepresented: facts.people < 2 || (facts.representativesInRange && facts.appointmentSigned)
        case .appointmentSigned: facts.appointmentSigned
        case .refusalPapers:
            facts.declared["ground"] != .text("R3")
                || ((facts.settlementPapers || facts.declares(text: "settlement_papers"))
                    && (facts.reviewPapers || facts.declares(text: "review_papers")))
        case .courtReplyCited: facts.declared["ground"] != .text("Ri") || facts.declares(text: "based_on")

        case .hostNamed: facts.hostNamed
        case .sessionRegular: facts.sessionKind == .regular
        case .notSessionRegular: facts.sessionKind != .regular
        case .sessionOnline: facts.sessionMode == .online
        case .onSessionDate: facts.sessionDate == nil || facts.sessionDate == facts.occurredOn
        case .noOpenVisits: facts.openVisits == 0

        case .complexDetermined: facts.declared["complex"] == .flag(true)
        case .settlementNotOverdue: !facts.settlementOverdue
        case .settlementOverdue: facts.settlementOverdue
        case .firstInstance: facts.instance == 1
        case .secondInstance: facts.instance == 2
        case .dialogueHeld: facts.instance == 1 || facts.dialogueHeld
        case .authorisationNotarisedOrCertified: facts.authorised(by: ["notarised", "certified"])
        case .authorisationCertified: facts.authorised(by: ["certified"])
        case .withdrawalEnds: facts.declared["continue_ground"] == .text("none")
        case .notWithdrawalEnds: facts.declared["continue_ground"] != .text("none")
        case .complexityShown: facts.complexityShown
        case .extensionLeft: facts.extensionLeft
        case .extensionInRange: facts.extensionInRange
        case .extendedInTime: facts.lateClocks.isEmpty
        case .stopWithinSettlement: facts.stopsWithinSettlement
        case .secondComplaintInTime: facts.pendingClocks.contains("KN-5") || !facts.startedClocks.contains("KN-5")
        case .senderTold: !facts.overdueClocks.contains("TCD-5")
        case .secondInstancePeriodOver: !facts.pendingClocks.contains("KN-10")
        case .dialogueNoticeInTime: facts.dialogueNoticeInTime
        case .regulationElsewhere: facts.declared["outside_competence"] == .flag(true)

        case .inTime: facts.lateClocks.isEmpty
        case .publishedInTime: !facts.lateClocks.contains("TCD-1")
        case .declinedInTime: !facts.lateClocks.contains("REF-DECLINE")
        case .replyInTime: !facts.lateClocks.contains { $0.hasPrefix("TCD-4") }
        case .acceptedInTime: !facts.lateClocks.contains("KN-1")
        case .decidedInTime: !facts.settlementLate
        case .checkedInTime: !facts.lateClocks.contains("TC-1")
        case .concludedInTime: !facts.lateClocks.contains("TC-6")

        case .checkOverdue: facts.overdueClocks.contains("TC-1")
        case .notCheckOverdue: !facts.overdueClocks.contains("TC-1")
        case .conclusionOverdue: facts.overdueClocks.contains("TC-6")
        case .notConclusionOverdue: !facts.overdueClocks.contains("TC-6")
        }
    }

    /// The fact that has to change for the guard to hold, when it is a single one that an officer types.
    public var about: String? {
        switch self {
        case .representativesInRange, .representativesWithinLimit: "representatives"
        case .recipientNotSelf: "recipient"
        case .denunciationByReference: "kind"
        case .courtReplyCited: "based_on"
        case .complexDetermined: "complex"
        case .dialogueNoticeInTime: "dialogue_on"
        case .authorisationNotarisedOrCertified, .authorisationCertified: "authorisation"
        case .complexityShown: "criteria_count"
        case .extensionInRange: "extension_days"
        case .stopWithinSettlement: "stop_until"
        case .recipientNotDenounced: "recipient"
        case .complaintEvidence: "evidence_against_settler"
        case .dueOnGiven, .notDueOnGiven: "due_on"
        default: nil
        }
    }

    /// The sentence an officer reads when the guard refuses or flags.
    public var title: String {
        switch self {
        case .kindComplaint: "Chỉ áp dụng đối với đơn khiếu nại."
        case .notKindComplaint: "Không áp dụng đối với đơn khiếu nại."
        case .kindDenunciation: "Chỉ áp dụng đối với đơn tố cáo."
        case .notKindDenunciation: "Lượt tiếp này đã ghi theo lối người đến tố cáo."
        case .kindFeedback: "Chỉ áp dụng đối với đơn kiến nghị, phản ánh."
        case .denunciationByReference:
            "Đơn này đã ghi danh tính người gửi nên không được phân loại là tố cáo. Hãy vào sổ lại theo lối đơn tố cáo (bí danh, số hồ sơ giấy, không ghi danh tính)."
        case .kindVoterPetition: "Chỉ áp dụng đối với kiến nghị cử tri."
        case .kindMixed: "Chỉ áp dụng đối với đơn có nhiều nội dung khác nhau; hãy phân loại lại đơn trước."
        case .notKindMixed: "Đơn có nhiều nội dung khác nhau phải được tách hoặc hướng dẫn tách đơn trước khi xử lý từng nội dung."
        case .writtenDenunciationElsewhere: "Chỉ áp dụng đối với đơn tố cáo không thuộc thẩm quyền."
        case .eligible: "Đơn chưa được xác định là đủ điều kiện xử lý."
        case .eligibilityNotDenied: "Đơn đã được xác định là không đủ điều kiện xử lý; hãy xem xét lưu đơn."
        case .competent: "Nội dung đơn không thuộc thẩm quyền của cơ quan."
        case .notCompetent: "Chỉ hướng dẫn khi nội dung đơn không thuộc thẩm quyền của cơ quan."
        case .outsideCompetence: "Nội dung đơn thuộc thẩm quyền của cơ quan, phải được xem xét giải quyết tại cơ quan."

        case .complaintTransferAllowed:
            "Cơ quan hành chính không chuyển đơn khiếu nại không thuộc thẩm quyền mà hướng dẫn người khiếu nại gửi đến cơ quan có thẩm quyền."
        case .denunciationInWriting:
            "Người tố cáo trực tiếp tại cơ quan không có thẩm quyền được hướng dẫn đến cơ quan có thẩm quyền, không chuyển đơn."
        case .notTransferredBefore: "Tố cáo có cùng nội dung đã được chuyển đến cơ quan có thẩm quyền; chỉ chuyển một lần."
        case .notGuidedBefore: "Nội dung này đã được hướng dẫn; chỉ hướng dẫn một lần."
        case .guidanceFitsKind:
            "Chỉ hướng dẫn đối với khiếu nại và tố cáo trình bày trực tiếp; đơn tố cáo, kiến nghị, phản ánh không thuộc thẩm quyền thì chuyển đơn."
        case .ownSettlementPossible: "Cơ quan này không giải quyết khiếu nại; hãy chuyển đơn hoặc hướng dẫn."
        case .settledHere: "Không có quy trình giải quyết loại đơn này tại cơ quan."
        case .notSettledHere: "Loại đơn này được giải quyết theo quy trình của cơ quan."
        case .forwardedByBody: "Chỉ trả lại đơn do cơ quan, tổ chức, đại biểu chuyển đến."
        case .filingGround: "Chưa có căn cứ lưu đơn: đơn đủ điều kiện xử lý, chưa được hướng dẫn, chuyển hoặc giải quyết trước đó."
        case .isCopy: "Đơn chưa được xác nhận là trùng với đơn đã thụ lý."
        case .noOpenReferral: "Đơn đang được chuyển đến cơ quan khác và chưa có kết quả."
        case .noOpenTask: "Còn nhiệm vụ giao cho cơ quan khác trong đơn này chưa kết thúc; hãy thu hồi nhiệm vụ trước."
        case .nothingIssued: "Đã có văn bản được lập hoặc phát hành ở hồ sơ này; không hủy số được nữa."
        case .stepRevocable:
            "Không có bước nào hủy bỏ được: hồ sơ vừa mở, hoặc bước vừa ghi do chương trình ghi, đã mở hồ sơ khác hay đã đến cơ quan khác."
        case .nothingIssuedByLastStep: "Văn bản của bước vừa ghi đã được phát hành; không hủy bỏ bước này được nữa."
        case .stepFromPaper: "Bước cuối không phải là nội dung ghi thay theo văn bản giấy."
        case .nothingBuiltOnRecord:
            "Hồ sơ của cơ quan đã có bước tiếp theo hoặc văn bản phát hành sau nội dung ghi thay; hãy hủy bỏ bước đó trước."
        case .notByReferral: "Đơn do cơ quan khác chuyển đến; hãy trả lại cơ quan chuyển đơn."
        case .noPetitions: "Lượt tiếp này đã nhận đơn; hãy hủy số đơn ấy trước."
        case .noCopies: "Còn đơn trùng hoặc đơn tách ra từ đơn này đang được tính; hãy xử lý các đơn đó trước."
        case .enteredHere: "Đơn do cơ quan khác vào sổ; hãy đề nghị cơ quan đó đính chính."
        case .recipientOnPaper: "Cơ quan nhận dùng chương trình và tự ghi việc của mình."
        case .recipientNotEntered: "Cơ quan nhận đã vào sổ và mở hồ sơ giải quyết đơn này."
        case .dueOnGiven: "Chưa ghi hạn thực hiện."
        case .notDueOnGiven: "Chỉ áp dụng khi không ghi hạn thực hiện."
        case .recipientNotSelf: "Không chuyển đơn cho chính cơ quan mình."
        case .wantsReply: "Công dân không yêu cầu được thông báo kết quả."
        case .replyNotOwed: "Công dân đã yêu cầu được thông báo kết quả nhưng chưa được thông báo."

        case .recipientNotDenounced:
            "Không chuyển, không giao tố cáo cho người bị tố cáo, cơ quan của người bị tố cáo hoặc cơ quan cấp dưới của cơ quan đó."
        case .officeNotDenounced:
            "Cơ quan của người bị tố cáo hoặc cấp dưới của cơ quan đó không được thụ lý, giải quyết tố cáo này; phải chuyển đến cơ quan cấp trên có thẩm quyền."
        case .competenceDisputed: "Chưa có tranh chấp thẩm quyền: vụ việc chưa bị từ chối ba lần và chưa bị chuyển vòng."
        case .notCompetenceDisputed:
            "Vụ việc đã bị từ chối thẩm quyền ba lần; phải báo cáo cơ quan cấp trên chung xác định thẩm quyền trước khi chuyển tiếp."
        case .anonymousFiler: "Chỉ áp dụng đối với đơn nặc danh, mạo danh."
        case .notAnonymousFiler: "Không áp dụng đối với đơn nặc danh, mạo danh."
        case .evidenceClear: "Chưa nêu rõ người vi phạm, tài liệu, chứng cứ cụ thể và cơ sở để thẩm tra, xác minh."
        case .notEvidenceClear:
            "Nội dung nêu rõ người vi phạm, có tài liệu, chứng cứ cụ thể và có cơ sở thẩm tra, xác minh nên phải được xử lý."
        case .complaintEvidence:
            "Tố cáo xuất phát từ vụ việc khiếu nại đã được giải quyết chỉ được thụ lý khi có chứng cứ người giải quyết khiếu nại vi phạm pháp luật."
        case .severalPlaces:
            "Phải xác nhận việc kiểm tra, xác minh phải tiến hành tại nhiều địa điểm hoặc do cơ quan được ủy quyền thực hiện."
        case .severalBodies: "Phải xác nhận nội dung do nhiều cơ quan cùng giải quyết."

        case .answerByGiven: "Chưa ấn định hạn trả lời."
        case .answerOverdue: "Chưa đến hạn trả lời hoặc chưa ấn định hạn trả lời."
        case .ownCaseSettled: "Hồ sơ giải quyết của cơ quan nhận chưa kết thúc."
        case .extensionAsked: "Cơ quan được giao chưa đề nghị gia hạn, hoặc đề nghị đã được trả lời."

        case .visitorIdentified: "Chưa xác định nhân thân của người đến."
        case .representativesInRange:
            "Số người đại diện không đúng quy định: từ 2 đến 4 người phải cử người đại diện; từ 5 đến 10 người cử 1 hoặc 2 người; trên 10 người cử không quá 5 người."
        case .representativesWithinLimit:
            "Số người đại diện vượt quá quy định: một người thì không cử đại diện; từ 2 đến 4 người cử trong số họ; từ 5 đến 10 người nhiều nhất 2 người đại diện; trên 10 người nhiều nhất 5 người đại diện."
        case .groupRepresented: "Đoàn đông người chưa cử đủ người đại diện bằng văn bản có chữ ký của tất cả mọi người."
        case .appointmentSigned: "Chưa có văn bản cử người đại diện có chữ ký của tất cả mọi người."
        case .refusalPapers:
            "Chỉ từ chối theo căn cứ này khi có văn bản giải quyết và thông báo kết quả kiểm tra, rà soát đối với vụ việc."
        case .courtReplyCited: "Phải nêu văn bản trả lời của cơ quan có thẩm quyền làm căn cứ từ chối."

        case .hostNamed: "Chưa xác định người chủ trì tiếp công dân."
        case .sessionRegular: "Chỉ áp dụng đối với tiếp công dân thường xuyên."
        case .notSessionRegular: "Không áp dụng đối với tiếp công dân thường xuyên."
        case .sessionOnline: "Chỉ áp dụng đối với phiên tiếp công dân trực tuyến."
        case .onSessionDate: "Buổi tiếp được mở không đúng ngày đã công bố."
        case .noOpenVisits: "Còn lượt tiếp công dân chưa kết thúc."

        case .settlementOverdue: "Chưa hết thời hạn giải quyết khiếu nại."
        case .firstInstance: "Chỉ áp dụng đối với khiếu nại lần đầu."
        case .secondInstance: "Chỉ áp dụng đối với khiếu nại lần hai."
        case .dialogueHeld: "Giải quyết khiếu nại lần hai phải tổ chức đối thoại, hoặc người khiếu nại vắng mặt không có lý do chính đáng."
        case .authorisationNotarisedOrCertified: "Giấy ủy quyền khiếu nại của cá nhân chưa được công chứng hoặc chứng thực."
        case .authorisationCertified: "Giấy ủy quyền khiếu nại của cá nhân chưa được chứng thực."
        case .withdrawalEnds: "Có căn cứ phải tiếp tục giải quyết dù đơn đã được rút."
        case .notWithdrawalEnds: "Không có căn cứ tiếp tục giải quyết sau khi rút đơn."
        case .complexityShown: "Chỉ gia hạn khi vụ việc có ít nhất một tiêu chí phức tạp."
        case .extensionLeft: "Đã hết số lần được gia hạn."
        case .extensionInRange: "Số ngày gia hạn vượt quá mức của một lần gia hạn."
        case .extendedInTime: "Gia hạn khi thời hạn đã hết."
        case .stopWithinSettlement: "Thời hạn tạm đình chỉ thi hành quyết định vượt quá thời gian còn lại của thời hạn giải quyết."
        case .secondComplaintInTime: "Khiếu nại lần hai quá thời hạn quy định."
        case .complexDetermined: "Phải xác nhận vụ việc phức tạp."
        case .settlementNotOverdue: "Vụ việc được xác định là phức tạp khi thời hạn giải quyết đã hết."
        case .senderTold: "Cơ quan chuyển đơn chưa được thông báo kết quả giải quyết."
        case .secondInstancePeriodOver: "Chưa hết thời hạn khiếu nại lần hai, quyết định chưa có hiệu lực pháp luật."
        case .dialogueNoticeInTime: "Thông báo đối thoại chưa được gửi trước ít nhất 05 ngày."
        case .regulationElsewhere: "Quy định hành chính thuộc thẩm quyền của cơ quan."

        case .inTime: "Thực hiện quá thời hạn quy định."
        case .publishedInTime: "Lịch tiếp công dân được công bố sau thời hạn (chậm nhất 05 ngày làm việc trước ngày tiếp)."
        case .declinedInTime: "Từ chối tiếp nhận đơn chuyển đến quá thời hạn."
        case .replyInTime: "Trả lời kết quả xử lý quá thời hạn 10 ngày làm việc."
        case .acceptedInTime: "Thụ lý hoặc thông báo không thụ lý quá thời hạn 07 ngày làm việc."
        case .checkedInTime: "Xử lý ban đầu thông tin tố cáo quá thời hạn quy định."
        case .concludedInTime: "Kết luận nội dung tố cáo quá thời hạn giải quyết."

        case .checkOverdue: "Thời hạn xử lý ban đầu thông tin tố cáo chưa hết."
        case .notCheckOverdue: "Thời hạn xử lý ban đầu thông tin tố cáo đã hết."
        case .conclusionOverdue: "Thời hạn giải quyết tố cáo chưa hết."
        case .notConclusionOverdue: "Thời hạn giải quyết tố cáo đã hết."
        case .decidedInTime: "Ra quyết định giải quyết quá thời hạn."
        }
    }
}

extension OfficeKind {
    /// Councils, delegations and Party offices settle no complaints: they may pass them on (Luật TCD Đ.26; TT 05/2021/TT-TTCP).
    var forwardsComplaints: Bool {
        switch self {
        case .peopleCouncil, .naDelegation, .partyOffice, .communeCouncil: true
        case .receptionBoard, .peopleCommittee, .department, .inspectorate, .communeCommittee, .other: false
        }
    }
}

extension CaseFacts {
    /// So many refusals of one matter put it to the common superior. The law says no number: an internal rule.
    public static let refusalsThatDispute = 3

    /// The clocks of settling a complaint, first and second instance (Luật Khiếu nại Đ.28, 37).
    private static let settlement: Set = ["KN-2", "KN-6"]
    fileprivate var settlementOverdue: Bool { !Self.settlement.isDisjoint(with: overdueClocks) }
    fileprivate var settlementLate: Bool { !Self.settlement.isDisjoint(with: lateClocks) }

    /// Told to an officer, on the spot or over a link, not handed in as a paper (Luật Tố cáo Đ.22, 24.2).
    fileprivate var madeInPerson: Bool { channel == .oral || channel == .onlineSession }

    /// 2–4 people name some of themselves; 5–10 one or two; more than 10 at most five (Luật TCD Đ.29).
    fileprivate var mostRepresentatives: Int {
        switch people {
        case ..<2: 0
        case 2...4: people
        case 5...10: 2
        default: 5
        }
    }

    /// A group has named somebody, and not too many.
    fileprivate var representativesInRange: Bool { people < 2 || (1...mostRepresentatives).contains(representatives) }

    /// At least five calendar days between the notice and the dialogue (NĐ 124/2020 Đ.28.1 sđ NĐ 155/2026).
    fileprivate var dialogueNoticeInTime: Bool {
        guard case .date(let day) = declared["dialogue_on"], let occurredOn else { return false }
        return day.days(since: occurredOn) >= 5
    }

    /// A power of attorney of a person must be made out so; other papers and none at all are not asked (NĐ 124/2020 Đ.5.3).
    fileprivate func authorised(by forms: Set<String>) -> Bool {
        guard case .text(let form)? = declared["authorisation"], !["", "none", "signed_sealed"].contains(form) else { return true }
        return forms.contains(form)
    }

    /// At least one criterion of complexity is met (NĐ 31/2019/NĐ-CP Đ.3.2).
    fileprivate var complexityShown: Bool {
        if case .integer(let count)? = declared["criteria_count"] { count >= 1 } else { false }
    }

    /// The contested decision stands still no longer than the settlement has left (Luật Khiếu nại Đ.35).
    fileprivate var stopsWithinSettlement: Bool {
        guard case .date(let until)? = declared["stop_until"], let settlementDue else { return true }
        return until <= settlementDue
    }

    /// Three bodies have refused, or a transfer would have come full circle.
    fileprivate var competenceDisputed: Bool { refusals >= Self.refusalsThatDispute || declared["circle"] == .flag(true) }

    fileprivate func declares(text name: String) -> Bool {
        if case .text(let text) = declared[name] { text.contains { !$0.isWhitespace } } else { false }
    }
}
