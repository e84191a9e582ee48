-- The postbag: a tied or registered envelope is its own office's, what is marked personal or secret holds nothing, a denunciation's names
-- nobody, histories are whole.
select e.id as envelope, 'tied to or registered as another office''s petition' as finding
  from tiepdan.envelope e join tiepdan.registration r on r.id = e.registration
 where r.organisation <> e.organisation
union all
select e.id, 'marked personal or secret, and something is known of it'
  from tiepdan.envelope e
 where e.marking <> 'none'
   and (num_nonnulls(e.sender_name, e.sender_address, e.gist, e.remark, e.form, e.registration, e.proposal) > 0 or cardinality(e.addressees) > 0
        or exists (select from tiepdan.envelope_step s where s.envelope = e.id and s.event not in ('enter', 'hand_on', 'void')))
   and e.state <> 'voided'
union all
select e.id, 'envelope of a denunciation that may name its writer'
  from tiepdan.envelope e
  left join tiepdan.registration r on r.id = e.registration
  left join tiepdan.petition p on p.id = r.petition
 where (e.denunciation or p.reference_only)
   and num_nonnulls(e.sender_name, e.sender_address, e.gist, e.remark, e.salt) > 0
union all
select e.id, 'denunciation tied to a letter that names its writer, or the other way round'
  from tiepdan.envelope e
  join tiepdan.registration r on r.id = e.registration
  join tiepdan.petition p on p.id = r.petition
 where e.denunciation <> p.reference_only
union all
select e.id, 'arrival number of the envelope is not its petition''s'
  from tiepdan.envelope e join tiepdan.registration r on r.id = e.registration
 where e.state = 'registered' and r.arrival_number is distinct from e.arrival_number
union all
select e.id, 'filed by a proposal that was not signed, or that does not name it'
  from tiepdan.envelope e join tiepdan.filing_proposal f on f.id = e.proposal
 where f.state <> 'signed' or f.organisation not in (select tiepdan.office_family(e.organisation))
    or not exists (select from tiepdan.filing_item i where i.proposal = f.id and i.envelope = e.id)
union all
select t.envelope, 'taken out of the paper in which it lies filed, or before it was signed'
  from tiepdan.filing_take_out t
  join tiepdan.envelope e on e.id = t.envelope
  join tiepdan.filing_proposal f on f.id = t.proposal
 where e.proposal = t.proposal or f.state <> 'signed' or t.taken_on < f.decided_on
union all
select t.envelope, 'why a denunciation was taken out is told'
  from tiepdan.filing_take_out t join tiepdan.envelope e on e.id = t.envelope
 where e.denunciation and t.reason is not null
union all
select e.id, 'the history is broken'
  from tiepdan.envelope e where not tiepdan.envelope_chain_is_whole(e.id)
union all
select e.id, 'the words are not those that were sealed'
  from tiepdan.envelope e
 where e.salt is not null
   and encode(sha256(e.salt || convert_to(coalesce(e.sender_name, '') || chr(31) || coalesce(e.sender_address, '') || chr(31)
                                          || coalesce(e.gist, ''), 'UTF8')), 'hex')
       is distinct from (select s.payload ->> 'sealed' from tiepdan.envelope_step s
                          where s.envelope = e.id and s.payload ? 'sealed' order by s.seq desc limit 1)
