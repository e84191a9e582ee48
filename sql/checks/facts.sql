-- What stands beside the journal is what the journal sealed.
select f.case_id, f.seq, f.name
  from tiepdan.case_fact f
  join tiepdan.journal j using (case_id, seq)
 where f.salt is not null
   and j.payload -> 'sealed' ->> f.name is distinct from encode(sha256(f.salt || convert_to(f.value, 'UTF8')), 'hex')
