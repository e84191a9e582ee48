-- A merged person has no entries left and lies in the office of whom he was merged into; every merge that holds is what the pointer says;
-- nobody of a denunciation was merged.
select s.id as person, 'merged person still appears' as finding
  from tiepdan.person s where s.merged_into is not null and exists (select from tiepdan.party y where y.person = s.id)
union all
select s.id, 'merged into a person of another office'
  from tiepdan.person s join tiepdan.person a on a.id = s.merged_into where a.organisation <> s.organisation
union all
select m.other, 'pointer and merges differ'
  from tiepdan.person_merge m join tiepdan.person s on s.id = m.other
 where m.kind = 'merge' and not exists (select from tiepdan.person_merge u where u.undoes = m.id) and s.merged_into is distinct from m.kept
union all
select s.id, 'pointer without a merge'
  from tiepdan.person s
 where s.merged_into is not null
   and not exists (select from tiepdan.person_merge m
                    where m.kind = 'merge' and m.other = s.id and m.kept = s.merged_into
                      and not exists (select from tiepdan.person_merge u where u.undoes = m.id))
union all
select y.person, 'somebody of a denunciation was merged'
  from tiepdan.person_merge_party mp join tiepdan.party y on y.id = mp.party
  left join tiepdan.visit v on v.id = y.visit
 where v.denunciation or (y.petition is not null and tiepdan.petition_sealed(y.petition))
