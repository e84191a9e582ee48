-- A denunciation stands alone in its office: what it were tied to could name who wrote it.
select d.id as registration, 'denunciation in a matter with an entry that may name its writer' as finding
  from tiepdan.registration d
  join tiepdan.petition p on p.id = d.petition and p.reference_only
 where exists (select from tiepdan.registration r join tiepdan.petition q on q.id = r.petition
                where r.organisation = d.organisation and r.matter = d.matter and not q.reference_only)
    or exists (select from tiepdan.visit v where v.organisation = d.organisation and v.matter = d.matter and not v.denunciation)
union all
select d.id, 'denunciation tied to a visit or a letter that may name its writer'
  from tiepdan.registration d
  join tiepdan.petition p on p.id = d.petition
  left join tiepdan.visit v on v.id = p.visit
  left join tiepdan.petition o on o.id = coalesce(p.duplicate_of, p.part_of)
 where p.reference_only <> v.denunciation or p.reference_only <> o.reference_only
