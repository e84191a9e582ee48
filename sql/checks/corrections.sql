-- What was undone and what was struck out is so everywhere.
select j.case_id, 'an undoing that names no step' as finding
  from tiepdan.journal j
 where tiepdan.is_undoing(j.event) and not exists (select from tiepdan.revoked_step v where v.case_id = j.case_id and v.revoked_seq = j.seq)
union all
select v.case_id, 'a step undone by no entry'
  from tiepdan.revoked_step v
 where not exists (select from tiepdan.journal j where j.case_id = v.case_id and j.seq = v.revoked_seq and tiepdan.is_undoing(j.event))
union all
-- What was written down from paper is taken back in the referral and in its sender's case together; an answer that was, is nowhere.
select f.id, 'a referral that goes on and has an answer'
  from tiepdan.case_file f join tiepdan.referral q on q.id = f.referral
 where f.state <> 'answered' and q.result is not null
union all
select f.id, 'a number that is void in the case and counts in the book, or the other way'
  from tiepdan.registration r
  join lateral (select c.id, c.state from tiepdan.case_file c where c.registration = r.id order by c.id desc limit 1) f on true
 where (f.state = 'voided') <> (r.outcome is not distinct from 'voided')
