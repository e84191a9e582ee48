"""The reception room: a session, who comes to it, and what comes of each visit."""

import pytest

from desk import CLERK, LEADER


@pytest.fixture
def room(seat):
    """A clerk in an ad hoc session that has just opened."""
    desk = seat(CLERK)
    desk.click("Tiếp công dân").click("Lập buổi tiếp")
    desk.fill(desk.page.locator("main form"), {
        "kind": "ad_hoc", "place": "Phòng tiếp công dân số 1", "hostName": "Nguyễn Hữu Tuyên", "hostTitle": "Phó Chủ tịch", "ground": "ADHOC-A"})
    desk.press("Lập buổi tiếp")
    assert "Đang tiếp" in desk.text()
    desk.session = desk.path
    return desk


def enter(desk, fields, fold=None):
    """Somebody stands at the counter: the question first, then who he is."""
    desk.open(desk.session)
    desk.access("g")
    desk.page.wait_for_url("**/luot-moi")
    assert desk.page.locator("main input:not([type=hidden]), main textarea").count() == 0, "nothing is asked before the question"
    desk.click("Không phải tố cáo")
    if fold:
        desk.page.locator("summary", has_text=fold).click()
    desk.fill(desk.page.locator("main form"), fields)
    desk.press("Ghi vào sổ tiếp công dân")
    assert "Đã ghi lượt tiếp vào sổ." in desk.text(), desk.text()
    return desk


def test_an_ad_hoc_session_opens_with_its_ground(room):
    assert "Vụ việc gay gắt, phức tạp" in room.text()
    assert room.focused() == "Ghi lượt tiếp", "the next key enters the first visit"
    room.open("/")
    assert room.page.get_by_role("link", name="Buổi tiếp hôm nay: Đột xuất").first.is_visible()


def test_an_ad_hoc_session_without_a_ground_is_refused_with_the_article(seat):
    desk = seat(CLERK)
    desk.open("/tiep-dan/moi")
    desk.fill(desk.page.locator("main form"), {"kind": "ad_hoc", "place": "Phòng tiếp công dân số 2", "hostName": "Nguyễn Hữu Tuyên"})
    desk.press("Lập buổi tiếp")
    assert desk.page.get_by_role("alert").is_visible()
    assert desk.page.locator("[name=place]").input_value() == "Phòng tiếp công dân số 2"
    assert desk.focused() == "ground"


def test_a_leaders_session_is_planned_and_its_publication_has_a_day(seat, world):
    desk = seat(LEADER)
    desk.open("/tiep-dan/moi")
    desk.fill(desk.page.locator("main form"), {
        "kind": "scheduled", "sessionDate": world.day(24), "place": "Trụ sở tiếp công dân tỉnh", "hours": "8 giờ", "hostName": "Nguyễn Hữu Tuyên"})
    desk.press("Lập buổi tiếp")
    assert "Dự kiến" in desk.text() and "Công bố lịch tiếp công dân" in desk.text()
    desk.page.locator("details.clock summary").first.click()
    assert desk.page.locator("details.clock[open] .derivation li").count() > 0, "the day is derived"
    assert desk.page.get_by_role("link", name="Ghi lượt tiếp").count() == 0, "nobody comes before the day"


def test_a_single_visitor_is_entered_and_his_visit_becomes_a_petition(room):
    enter(room, {
        "visitors.fullName": "Bùi Thị Lụa", "visitors.idKind": "citizen_id", "visitors.idNumber": "033170001234",
        "visitors.communeCode": "Phường Phố Hiến", "visitors.address": "số 5 phố Cũ", "summary": "Đường trước nhà ngập ba năm nay."})
    assert room.page.locator("h1").inner_text() == "Bùi Thị Lụa"
    visit = room.path
    room.step("Xác định nhân thân", f__capacity="self", f__papers_shown=True)
    room.click("Vào sổ đơn của lượt tiếp này")
    room.click("Không phải tố cáo")
    typed = {name: room.page.locator(f"[name='{name}']").first.input_value() for name in ["petitioners.fullName", "petitioners.idNumber", "body"]}
    assert typed == {
        "petitioners.fullName": "Bùi Thị Lụa", "petitioners.idNumber": "033170001234", "body": "Đường trước nhà ngập ba năm nay."}
    room.fill(room.page.locator("main form"), {"kind": "feedback", "title": "Phản ánh đường ngập"})
    room.press("Vào sổ, in biên nhận")
    assert "Bùi Thị Lụa" in room.paper()
    petition = room.id
    room.open(visit)
    assert room.page.locator(f"main a[href='/don/{petition}']").count() == 1


def test_a_group_is_entered_by_its_head_count_and_representatives_first(room, world):
    enter(room, {
        "visitors.fullName": "Đỗ Văn Cả", "summary": "Tiếng ồn của xưởng gỗ.", "people": "12", "representatives": "3",
        "representative.fullName": "Lê Thị Hai"}, fold="Đoàn nhiều người")
    assert "12 người, 3 đại diện" in room.text() and "Lê Thị Hai" in room.text()
    visit = room.id
    assert world.sql(f"select people, representatives, appointment_signed from visit where id = {visit}") == [["12", "3", "f"]]
    room.step("Cử người đại diện", f__representatives="3", f__appointment_signed=True)
    assert "văn bản cử đủ chữ ký" in room.text(), "the list comes later"
    room.open(room.session)
    assert "1 lượt, 12 người" in room.text()


def test_more_representatives_than_the_law_allows_are_refused(room):
    enter(room, {"visitors.fullName": "Đỗ Văn Nhì", "summary": "Đất đai.", "people": "12", "representatives": "3"}, fold="Đoàn nhiều người")
    room.step("Cử người đại diện", f__representatives="6")
    alert = room.page.locator("details.event[open]").get_by_role("alert")
    assert alert.is_visible()
    assert "Đ.29" in room.page.locator("details.event[open]").inner_text()


def test_another_representatives_row_gets_the_cursor(room):
    room.open(room.session + "/luot-moi?to-cao=khong")
    room.page.locator("summary", has_text="Đoàn nhiều người").click()
    room.press("Thêm người đại diện")
    assert room.page.locator("[name='representative.fullName']").count() == 2
    assert room.page.locator("[name='representative.fullName']").last.is_visible()
    assert room.focused() == "representative.fullName"
    ids = room.page.eval_on_selector_all("[id]", "each => each.map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_a_visitor_is_refused_with_the_ground_and_without_a_name(room):
    enter(room, {"summary": "Say rượu, gây rối."})
    assert room.page.locator("h1").inner_text() == "Không ghi tên"
    room.step("Từ chối tiếp, giải thích trực tiếp", f__ground="R1", f__reason="Đang say rượu, đã giải thích.")
    assert room.page.locator(".case-state .badge").inner_text() == "Đã từ chối tiếp"
    assert "Đang say rượu, đã giải thích." in room.page.locator(".journal").inner_text()
    assert room.page.get_by_role("link", name="Vào sổ đơn của lượt tiếp này").count() == 0


def test_somebody_who_comes_to_denounce_is_not_written_down(room, world):
    room.open(room.session + "/luot-moi")
    room.click("Phải, đến tố cáo")
    assert room.page.locator("[name^='visitors.'], [name^='representative.'], [name^='authorised.']").count() == 0
    room.fill(room.page.locator("main form"), {"summary": "Tố cáo hành vi trong đấu thầu."})
    room.press("Ghi vào sổ tiếp công dân")
    assert room.page.locator("h1").inner_text() == "Người đến tố cáo"
    assert world.sql(f"select count(*) from party where visit = {room.id}") == [["0"]]
    room.click("Vào sổ đơn của lượt tiếp này")
    assert room.page.url.split("?")[1].startswith("to-cao=co"), "the question is answered already"
