"""The conditions of rows, each by its word in the procedure files.

A condition looks at a `Moment`: the facts of the case with the declared ones laid over them (`facts`), the declared ones alone
(`declared`), the day, and what the clocks say before the event.
"""

FORWARDING = {"people_council", "na_delegation", "party_office", "commune_council"}


class UnknownCondition(Exception):
    """A word of the files that the oracle was never told about."""


class Words(dict):
    """Conditions by word."""

    def __missing__(self, word):
        raise UnknownCondition(word)


class Moment:
    """What the conditions of one event may look at."""
    __slots__ = ("facts", "declared", "on", "late", "extended_late", "overdue", "pending", "started", "running", "left", "in_range",
                 "settlement_due")


def text(moment, name):
    value = moment.declared.get(name)
    return isinstance(value, str) and bool(value.strip())


def in_person(moment):
    return moment.facts.get("channel") in ("oral", "online_session")


def most_representatives(people):
    return 0 if people < 2 else people if people < 5 else 2 if people <= 10 else 5


def represented(moment):
    people = moment.facts["people"]
    return people < 2 or 1 <= moment.facts["representatives"] <= most_representatives(people)


def authorised(moment, forms):
    form = moment.declared.get("authorisation")
    return form in (None, "", "none", "signed_sealed") or form in forms


def fact(name, *values):
    return lambda moment: moment.facts.get(name) in values


def not_fact(name, *values):
    return lambda moment: moment.facts.get(name) not in values


def true(name):
    return lambda moment: bool(moment.facts.get(name))


def false(name):
    return lambda moment: not moment.facts.get(name)


def declared(name, value):
    return lambda moment: moment.declared.get(name) == value


def not_declared(name, value):
    return lambda moment: moment.declared.get(name) != value


def stopped_in_time(*rules):
    return lambda moment: not any(rule in moment.late for rule in rules)


def disputed(moment):
    return moment.facts.get("refusals", 0) >= 3 or moment.declared.get("circle") is True


def dialogue_notice(moment):
    day = moment.declared.get("dialogue_on")
    return isinstance(day, int) and day - moment.on >= 5


def stop_within_settlement(moment):
    until = moment.declared.get("stop_until")
    return not isinstance(until, int) or moment.settlement_due is None or until <= moment.settlement_due


def refusal_papers(moment):
    return moment.declared.get("ground") != "R3" or all(
        moment.facts.get(name) or text(moment, name) for name in ("settlement_papers", "review_papers"))


GUARDS = Words({
    "kind_complaint": fact("kind", "complaint"),
    "not_kind_complaint": not_fact("kind", "complaint"),
    "kind_denunciation": fact("kind", "denunciation"),
    "not_kind_denunciation": not_fact("kind", "denunciation"),
    "kind_feedback": fact("kind", "feedback"),
    "kind_voter_petition": fact("kind", "voter_petition"),
    "kind_mixed": fact("kind", "mixed"),
    "not_kind_mixed": not_fact("kind", "mixed"),
    "denunciation_by_reference": lambda m: m.facts.get("kind") != "denunciation" or m.facts.get("reference_only", False),
    "written_denunciation_elsewhere":
        lambda m: m.facts.get("kind") == "denunciation" and not in_person(m) and m.facts.get("jurisdiction") != "competent",
    "eligible": fact("eligibility", "eligible"),
    "eligibility_not_denied": not_fact("eligibility", "ineligible"),
    "competent": fact("jurisdiction", "competent"),
    "not_competent": fact("jurisdiction", "not_competent"),
    "outside_competence": fact("jurisdiction", "not_competent", "subordinate"),
    "complaint_transfer_allowed":
        lambda m: m.facts.get("kind") != "complaint" or m.facts["office"] in FORWARDING or m.facts.get("jurisdiction") == "subordinate",
    "denunciation_in_writing": lambda m: m.facts.get("kind") != "denunciation" or not in_person(m),
    "not_transferred_before": lambda m: m.facts.get("kind") != "denunciation" or not m.facts.get("transferred_before"),
    "not_guided_before": false("guided_before"),
    "guidance_fits_kind":
        lambda m: m.facts.get("kind") == "complaint" or (m.facts.get("kind") == "denunciation" and in_person(m)),
    "own_settlement_possible": lambda m: m.facts.get("kind") != "complaint" or m.facts["office"] not in FORWARDING,
    "settled_here": true("settled_here"),
    "not_settled_here": false("settled_here"),
    "forwarded_by_body": true("forwarded_by_body"),
    "filing_ground": lambda m: m.facts.get("eligibility") == "ineligible" or any(
        m.facts.get(name) for name in ("guided_before", "transferred_before", "is_copy_of", "settlement_papers")),
    "is_copy": true("is_copy_of"),
    "no_open_referral": false("open_referral"),
    "no_open_task": false("open_task"),
    "nothing_issued": false("letter_issued"),
    "step_revocable": true("step_revocable"),
    "nothing_issued_by_last_step": false("last_step_issued"),
    "step_from_paper": true("step_from_paper"),
    "nothing_built_on_record": false("built_on_record"),
    "not_by_referral": false("by_referral"),
    "no_copies": false("has_copies"),
    "no_petitions": false("has_petitions"),
    "entered_here": lambda m: m.facts.get("entered_here", True),
    "recipient_on_paper": true("recipient_on_paper"),
    "recipient_not_entered": false("recipient_entered"),
    "due_on_given": lambda m: "due_on" in m.declared,
    "not_due_on_given": lambda m: "due_on" not in m.declared,
    "recipient_not_self": false("recipient_is_self"),
    "wants_reply": true("wants_reply"),
    "reply_not_owed": false("wants_reply"),
    "recipient_not_denounced": false("recipient_denounced"),
    "office_not_denounced": false("office_denounced"),
    "competence_disputed": disputed,
    "not_competence_disputed": lambda m: not disputed(m),
    "anonymous_filer": true("anonymous"),
    "not_anonymous_filer": false("anonymous"),
    "evidence_clear": declared("evidence_clear", True),
    "not_evidence_clear": not_declared("evidence_clear", True),
    "complaint_evidence": lambda m: m.declared.get("from_complaint") is not True or m.declared.get("evidence_against_settler") is True,
    "several_places": declared("several_places", True),
    "several_bodies": declared("several_bodies", True),
    "answer_by_given": lambda m: "answer_by" in m.declared,
    "answer_overdue": lambda m: "REF-ANSWER" in m.overdue or "REF-URGED" in m.overdue,
    "own_case_settled": true("own_case_settled"),
    "extension_asked": lambda m: "TASK-EXT" in m.running,
    "visitor_identified": lambda m: m.facts.get("identified", True) or m.facts.get("kind") == "denunciation",
    "representatives_in_range": represented,
    "representatives_within_limit": lambda m: 0 <= m.facts["representatives"] <= most_representatives(m.facts["people"]),
    "group_represented": lambda m: m.facts["people"] < 2 or (represented(m) and bool(m.facts.get("appointment_signed"))),
    "appointment_signed": true("appointment_signed"),
    "refusal_papers": refusal_papers,
    "court_reply_cited": lambda m: m.declared.get("ground") != "Ri" or text(m, "based_on"),
    "host_named": true("host_named"),
    "session_regular": fact("session_kind", "regular"),
    "not_session_regular": not_fact("session_kind", "regular"),
    "session_online": fact("session_mode", "online"),
    "on_session_date": lambda m: m.facts.get("session_date") in (None, m.on),
    "no_open_visits": lambda m: m.facts.get("open_visits", 0) == 0,
    "first_instance": lambda m: m.facts.get("instance", 1) == 1,
    "second_instance": lambda m: m.facts.get("instance", 1) == 2,
    "dialogue_held": lambda m: m.facts.get("instance", 1) == 1 or m.facts.get("dialogue_held", False),
    "authorisation_notarised_or_certified": lambda m: authorised(m, ("notarised", "certified")),
    "authorisation_certified": lambda m: authorised(m, ("certified",)),
    "withdrawal_ends": declared("continue_ground", "none"),
    "not_withdrawal_ends": not_declared("continue_ground", "none"),
    "complexity_shown": lambda m: isinstance(m.declared.get("criteria_count"), int) and m.declared["criteria_count"] >= 1,
    "extension_left": lambda m: m.left,
    "extension_in_range": lambda m: m.in_range,
    "extended_in_time": lambda m: not m.extended_late,
    "stop_within_settlement": stop_within_settlement,
    "second_complaint_in_time": lambda m: "KN-5" in m.pending or "KN-5" not in m.started,
    "complex_determined": declared("complex", True),
    "settlement_not_overdue": lambda m: "KN-2" not in m.overdue and "KN-6" not in m.overdue,
    "settlement_overdue": lambda m: "KN-2" in m.overdue or "KN-6" in m.overdue,
    "sender_told": lambda m: "TCD-5" not in m.overdue,
    "second_instance_period_over": lambda m: "KN-10" not in m.pending,
    "dialogue_notice_in_time": dialogue_notice,
    "regulation_elsewhere": declared("outside_competence", True),
    "in_time": lambda m: not m.late,
    "published_in_time": stopped_in_time("TCD-1"),
    "declined_in_time": stopped_in_time("REF-DECLINE"),
    "reply_in_time": lambda m: not any(rule.startswith("TCD-4") for rule in m.late),
    "accepted_in_time": stopped_in_time("KN-1"),
    "checked_in_time": stopped_in_time("TC-1"),
    "decided_in_time": stopped_in_time("KN-2", "KN-6"),
    "concluded_in_time": stopped_in_time("TC-6"),
    "check_overdue": lambda m: "TC-1" in m.overdue,
    "not_check_overdue": lambda m: "TC-1" not in m.overdue,
    "conclusion_overdue": lambda m: "TC-6" in m.overdue,
    "not_conclusion_overdue": lambda m: "TC-6" not in m.overdue,
})
