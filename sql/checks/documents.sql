-- A document stands where its history left it; it has done its step exactly when it was issued, in the name of who signed it; its number
-- stands in the book, voided or not.
select d.id as draft, 'stands elsewhere than its history' as finding
  from tiepdan.draft d
  left join lateral (select e.state, e.revision from tiepdan.draft_entry e where e.draft = d.id order by e.revision desc limit 1) e on true
 where (e.state, e.revision) is distinct from (d.state, d.revision)
union all
select d.id, 'issued without its step, or in another name than the signer''s'
  from tiepdan.draft d
  join tiepdan.document o on o.id = d.document
  left join tiepdan.journal j on j.case_id = o.case_id and j.seq = o.seq
 where (o.case_id, o.kind, o.number, j.event) is distinct from (d.case_id, d.form, d.number, d.event)
    -- a paper beside the one that took the step has a signer of its own
    or (j.officer is distinct from d.signer and (j.payload -> 'created' ->> 'draft')::bigint is not distinct from d.id)
union all
select n.case_id, 'a number of the book that no paper of its step bears'
  from tiepdan.outgoing_number n
 where n.case_id is not null
   and not exists (select from tiepdan.document k where k.case_id = n.case_id and k.seq = n.seq and k.number = n.number)
union all
select d.id, 'names or may name who is sealed'
  from tiepdan.draft d
  join tiepdan.case_file f on f.id = d.case_id
  join tiepdan.registration r on r.id = f.registration
 where r.kind = 'denunciation'
   and (d.addressee <> '' and d.party is null and d.recipient is null
        or exists (select from tiepdan.dispatch p
                    where p.draft = d.id and p.party is null and p.organisation is null and p.addressee <> '(đã xóa)'))
union all
select d.id, 'number not in the book'
  from tiepdan.draft d
  left join tiepdan.outgoing_number n on n.draft = d.id
 where n.number is distinct from d.number
    or (n.voided_on is not null) is distinct from (d.state = 'voided' and d.number is not null)
union all
select d.id, 'signed without authority on that day'
  from tiepdan.draft d
  join tiepdan.signing_authority a on a.id = d.authority
 where a.officer <> d.signer or (a.form is not null and a.form <> d.form) or d.signed_on < a.valid_from
