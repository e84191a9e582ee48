-- What was entered by name and turned out to denounce says nothing any more and stands alone.
select p.id as petition, 'sealed, and something of it is left' as finding
  from tiepdan.petition p
 where p.sealed_on is not null
   and (p.body <> '' or p.request <> '' or p.search_text <> '' or num_nonnulls(p.visit, p.duplicate_of, p.part_of, p.letter_date) > 0
        or exists (select from tiepdan.party y where y.petition = p.id)
        or exists (select from tiepdan.paper x where x.petition = p.id)
        or exists (select from tiepdan.attachment t where t.petition = p.id))
union all
select p.id, 'sealed, and shares its matter or has a copy'
  from tiepdan.petition p
  join tiepdan.registration r on r.petition = p.id
 where p.sealed_on is not null
   and (exists (select from tiepdan.registration o where o.matter = r.matter and o.petition <> p.id)
        or exists (select from tiepdan.visit v where v.matter = r.matter)
        or exists (select from tiepdan.petition c where p.id in (c.duplicate_of, c.part_of)))
union all
select v.id, 'visit of somebody who denounces, and somebody is named'
  from tiepdan.visit v
 where v.denunciation
   and (exists (select from tiepdan.party y where y.visit = v.id)
        or exists (select from tiepdan.session_appointment a where a.visit = v.id and not a.denunciation))
union all
-- A number struck out of the reception book says nothing and is what its case says.
select v.id, 'visit that is void in its case and counts in the book, or the other way'
  from tiepdan.visit v join tiepdan.case_file f on f.visit = v.id
 where (f.state = 'voided') <> (v.outcome is not distinct from 'voided')
union all
select v.id, 'void visit with somebody named or a petition'
  from tiepdan.visit v
 where v.outcome = 'voided'
   and (exists (select from tiepdan.party y where y.visit = v.id)
        or exists (select from tiepdan.petition p join tiepdan.registration r on r.petition = p.id
                    where p.visit = v.id and r.outcome is distinct from 'voided'))
