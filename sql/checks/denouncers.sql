-- A denunciation stands alone in its office: what else belonged to its matter could name who wrote it.
select d.id as registration, 'denunciation in a matter with an entry that may name its writer' as finding
  from tiepdan.registration d
 where d.kind = 'denunciation'
   and (exists (select from tiepdan.registration r where r.organisation = d.organisation and r.matter = d.matter and r.kind <> 'denunciation')
        or exists (select from tiepdan.visit v where v.organisation = d.organisation and v.matter = d.matter and not v.denunciation))
