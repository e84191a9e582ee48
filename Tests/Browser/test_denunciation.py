"""Denunciations: asked for before anything else, followed by pseudonym only."""

from desk import CLERK

IDENTITY = "[name^='petitioners.'], [name^='representative.'], [name^='authorised.'], [name=filerKind], [type=file]"


def test_the_counter_asks_before_any_field(seat):
    desk = seat(CLERK)
    desk.click("Vào sổ đơn")
    assert "Đây có phải đơn tố cáo không?" in desk.text()
    assert desk.page.locator("main input:not([type=hidden]), main textarea, main select").count() == 0


def test_the_form_has_no_place_for_who_denounces(seat):
    desk = seat(CLERK)
    desk.open("/don/moi")
    desk.access("c")
    desk.page.wait_for_url("**/don/moi?to-cao=co*")
    assert desk.page.locator(IDENTITY).count() == 0
    assert desk.page.locator("#trung").count() == 0
    labels = desk.page.locator("main label").all_inner_texts()
    for word in ["Họ và tên", "Điện thoại", "Dân tộc", "Số nhà", "Địa chỉ"]:
        assert not [label for label in labels if word in label]


def test_a_denunciation_is_followed_by_pseudonym_and_takes_no_scan(seat, world):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=co")
    desk.fill(desk.page.locator("main form"), {
        "title": "Tố cáo vi phạm trong đấu thầu", "body": "Hành vi thông thầu tại một dự án.", "pseudonym": "Người tố cáo 91/2026",
        "paperFileNumber": "TC-91", "personDenounced": "Trưởng ban quản lý dự án"})
    desk.press("Vào sổ, in biên nhận")
    assert "Đã vào sổ." in desk.text()
    number = desk.id
    desk.click("Mở đơn")
    assert "Người tố cáo 91/2026" in desk.text() and "TC-91" in desk.text()
    assert desk.page.locator("[type=file]").count() == 0
    assert world.sql(f"select reference_only from petition where id = {number}") == [["t"]]
    assert world.sql(f"select count(*) from party where petition = {number} and role <> 'respondent'") == [["0"]]


def test_the_usual_form_does_not_take_a_denunciation(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    assert desk.page.locator("[name=kind] option[value=denunciation]").count() == 0
