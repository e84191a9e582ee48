-- Nobody settles a denunciation of himself (Luật Tố cáo Đ.12): the denounced's body and what is below it has neither accepted one nor taken
-- it over, none is on its way to it, and it has no say in whose business one is. What was done before the holder itself said whom it is
-- about is left to it to mend.
select f.id as case_id, 'denunciation accepted by the office of the denounced' as finding
  from tiepdan.petition p
  join tiepdan.registration r on r.petition = p.id and r.kind = 'denunciation'
  join tiepdan.case_file f on f.registration = r.id and not f.final
  join tiepdan.journal j on j.case_id = f.id and j.event in ('accept', 'hand_over')
 where p.denounced_body is not null and tiepdan.barred_from_denunciation(r.organisation, p.denounced_body, p.denounced_rank)
   and not exists (select from tiepdan.journal n where n.case_id = f.id and n.event = 'name_denounced' and n.seq > j.seq)
union all
select f.id, 'denunciation referred to the office of the denounced'
  from tiepdan.petition p
  join tiepdan.referral q on q.petition = p.id
  join tiepdan.case_file f on f.referral = q.id and not f.final
  join tiepdan.case_file s on s.id = q.sender_case
  join tiepdan.registration r on r.id = s.registration and r.kind = 'denunciation'
 where p.denounced_body is not null and tiepdan.barred_from_denunciation(q.recipient, p.denounced_body, p.denounced_rank)
   and not exists (select from tiepdan.journal j join tiepdan.case_file c on c.id = j.case_id
                    where c.registration = q.recipient_registration and j.event = 'name_denounced')
union all
select f.id, 'ended referral of a denunciation open to the office of the denounced'
  from tiepdan.petition p
  join tiepdan.referral q on q.petition = p.id
  join tiepdan.case_file f on f.referral = q.id and f.final
  join tiepdan.case_access a on a.case_id = f.id and a.organisation = q.recipient and a.relation = 'recipient'
  join tiepdan.case_file s on s.id = q.sender_case
  join tiepdan.registration r on r.id = s.registration and r.kind = 'denunciation'
 where p.denounced_body is not null and tiepdan.barred_from_denunciation(q.recipient, p.denounced_body, p.denounced_rank)
union all
select f.id, 'denunciation put to the office of the denounced as the superior'
  from tiepdan.petition p
  join tiepdan.registration r on r.petition = p.id and r.kind = 'denunciation'
  join tiepdan.case_file f on f.registration = r.id
  join tiepdan.case_access a on a.case_id = f.id and a.relation = 'superior'
 where p.denounced_body is not null and tiepdan.barred_from_denunciation(a.organisation, p.denounced_body, p.denounced_rank)
