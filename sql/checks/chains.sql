-- Every case's chain is whole and ends where the case stands.
select f.id as case_id from tiepdan.case_file f where not tiepdan.chain_is_whole(f.id)
