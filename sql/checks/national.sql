-- Every event of the procedures whose steps reach the national database is asked for there (sql/functions/national.sql) or left out here, with
-- the reason: a new event is forgotten nowhere. What is asked for or left out is an event of its procedure, in some version.
with left_out (procedure, event) as (values
    -- until the visit ends: its outcome is entered
    ('visit', 'identify'), ('visit', 'refuse_written'), ('visit', 'approve_refusal'), ('visit', 'reject_refusal'), ('visit', 'appoint_reps'),
    -- the visit was entered when it was registered
    ('visit', 'left'), ('visit', 'finish'),
    -- the office's own way to the outcome that is entered
    ('forwarding', 'assign'), ('forwarding', 'name_denounced'), ('forwarding', 'ask_information'), ('forwarding', 'supplement_received'), ('forwarding', 'continue_without_supplement'),
    ('forwarding', 'put_to_superior'),
    -- after the outcome that is entered
    ('forwarding', 'follow_up'), ('forwarding', 'tell_citizen'), ('forwarding', 'close'),
    -- the office's own way to the outcome that is entered
    ('complaint', 'propose_accept'), ('complaint', 'return_proposal'), ('complaint', 'assign'), ('complaint', 'find_right'), ('complaint', 'request_documents'),
    ('complaint', 'documents_supplied'), ('complaint', 'plan_dialogue'), ('complaint', 'invite_dialogue'), ('complaint', 'draft_decision'), ('complaint', 'return_draft'),
    ('complaint', 'urge'), ('complaint', 'escalate'),
    -- sending and effect of what was entered when it was decided
    ('complaint', 'send'), ('complaint', 'record_receipt'), ('complaint', 'post_decision'), ('complaint', 'result_back'), ('complaint', 'take_effect'),
    ('complaint', 'send_suspension'), ('complaint', 'send_resumption'), ('complaint', 'send_termination'),
    -- beside the settlement, no field of it
    ('complaint', 'emergency_stop'), ('complaint', 'lift_emergency_stop'),
    -- entered by the office above or kept by the court
    ('complaint', 'second_complaint'), ('complaint', 'second_complaint_elsewhere'), ('complaint', 'suit'), ('complaint', 'court_upheld'), ('complaint', 'court_annulled'),
    -- after the outcome that is entered
    ('complaint', 'close_notified'),
    -- the office's own way to the outcome that is entered
    ('denunciation', 'assign'), ('denunciation', 'name_denounced'), ('denunciation', 'extend_check'), ('denunciation', 'find_anonymous'), ('denunciation', 'inspection_result'),
    ('denunciation', 'signs_of_crime'), ('denunciation', 'no_crime'), ('denunciation', 'urgent_harm'), ('denunciation', 'find_competent'), ('denunciation', 'put_to_superior'),
    ('denunciation', 'request_expert'), ('denunciation', 'expert_result'), ('denunciation', 'return_report'), ('denunciation', 'further_denunciation_law'), ('denunciation', 'further_denunciation_late'),
    ('denunciation', 'demand_report'), ('denunciation', 'settler_report'), ('denunciation', 'report_required'), ('denunciation', 'report_to_superior'),
    -- protection is told nobody
    ('denunciation', 'request_protection'), ('denunciation', 'apply_protection'), ('denunciation', 'end_protection'),
    -- sending and notices of what was entered when it was decided
    ('denunciation', 'from_press_or_body'), ('denunciation', 'notify_acceptance'), ('denunciation', 'send_suspension'), ('denunciation', 'send_resumption'), ('denunciation', 'send_termination'),
    ('denunciation', 'send'), ('denunciation', 'result_back'), ('denunciation', 'announce'), ('denunciation', 'handling_informed'),
    -- nothing is carried out, or what is carried out is entered
    ('denunciation', 'nothing_to_handle'), ('denunciation', 'monitor'),
    -- after the outcome that is entered
    ('denunciation', 'follow_up'), ('denunciation', 'tell_citizen'), ('denunciation', 'close_unasked'),
    -- the office's own way to the outcome that is entered
    ('feedback', 'urge'), ('feedback', 'assign'), ('feedback', 'need_info'), ('feedback', 'supplement_received'), ('feedback', 'continue_without_supplement'),
    ('feedback', 'citizen_dissent'),
    -- after the outcome that is entered
    ('feedback', 'follow_up'), ('feedback', 'tell_citizen'), ('feedback', 'close'), ('feedback', 'close_unasked')),
-- the same in every procedure: the program's own notes, the office's own work, what another entry tells
everywhere (event) as (values ('deadline_passed'), ('redate'), ('correction_noted'), ('move_matter'), ('direct'),
    ('take_work'), ('return_work'), ('hand_over_work'), ('office_changed')),
-- sessions, referrals and tasks are entered with their visits and petitions; petitions of voters have a database of their own
elsewhere (procedure) as (values ('reception-session'), ('referral'), ('task'), ('voter-petition')),
known as (
    select distinct v.procedure, t.event from tiepdan.procedure_version v join tiepdan.procedure_transition t on t.version = v.id)
select 'asked for, no event of it' as what, s.procedure, s.event from tiepdan.national_step s
 where not exists (select from known k where k.procedure = s.procedure and k.event = s.event)
   and exists (select from known k where k.procedure = s.procedure)
union all
select 'left out, no event of it', l.procedure, l.event from left_out l
 where not exists (select from known k where k.procedure = l.procedure and k.event = l.event)
   and exists (select from known k where k.procedure = l.procedure)
union all
select 'left out and asked for', s.procedure, s.event from tiepdan.national_step s
 where (s.procedure, s.event) in (select l.procedure, l.event from left_out l) or s.event in (select e.event from everywhere e)
    or s.procedure in (select o.procedure from elsewhere o)
union all
select 'neither asked for nor left out', k.procedure, k.event from known k
 where k.procedure not in (select o.procedure from elsewhere o)
   and k.event not in (select e.event from everywhere e)
   and (k.procedure, k.event) not in (select l.procedure, l.event from left_out l)
   and not exists (select from tiepdan.national_step s where s.procedure = k.procedure and s.event = k.event)
union all
-- Of a letter without an entry only what was entered before is struck out there, and nothing before the letter came.
select 'struck out, never entered', 'envelope', a.envelope::text from tiepdan.national_arrival a
 where a.told = 'removed' and not exists (select from tiepdan.national_arrival b where b.envelope = a.envelope and b.id < a.id)
union all
select 'entered before it came', 'envelope', a.envelope::text from tiepdan.national_arrival a join tiepdan.envelope e on e.id = a.envelope
 where a.entered_on < e.arrived_on
