"""A letter that goes round: its way is shown to everybody who has it, a circle is stopped, the office above all says whose it is."""

from desk import BOARD_LEADER, CLERK, COUNCIL, LEADER, WARD, WARD_LEADER

BOARD = "Ban Tiếp công dân tỉnh Hưng Yên"
COMMITTEE = "Ủy ban nhân dân tỉnh Hưng Yên"
COMMITTEE_LEADER = "hy.ubnd.lanhdao"
DECLINE = "Từ chối tiếp nhận, trả lại cơ quan chuyển"


def refer(desk, world, number, recipient, letter):
    desk.open(f"/don/{number}")
    return desk.step("Chuyển đơn", f__recipient=recipient, f__letter_number=letter, f__letter_date=world.day())


def decline(desk, title):
    desk.click("Đơn chuyển đến").click(title)
    desk.step(DECLINE, f__reason="Không thuộc thẩm quyền, lời lẽ riêng.")
    assert "Đã ghi nhận." in desk.text()
    return desk


def test_the_way_is_shown_and_after_the_third_refusal_the_superior_decides(seat, world):
    title = "Phản ánh mương chung không ai nhận"
    number = seat(CLERK).register(kind="feedback", title=title, petitioners__fullName="Đào Văn Mương")
    leader = seat(LEADER)
    leader.open(f"/don/{number}")
    assert leader.page.locator("#qua-trinh-chuyen").count() == 0, "it has not gone anywhere"
    leader.step("Phân loại đơn", f__kind="feedback", f__eligibility="eligible", f__jurisdiction="not_competent")
    refer(leader, world, number, WARD, "71/PC")
    ward = decline(seat(WARD_LEADER), title)
    refer(leader, world, number, BOARD, "72/PC")

    way = leader.page.locator("#qua-trinh-chuyen li")
    assert way.count() == 2
    assert COUNCIL in way.nth(0).inner_text() and WARD in way.nth(0).inner_text() and "Từ chối tiếp nhận ngày" in way.nth(0).inner_text()
    assert BOARD in way.nth(1).inner_text()
    ward.page.reload()
    theirs = ward.page.locator("#qua-trinh-chuyen")
    assert theirs.locator("li").count() == 1 and "lời lẽ riêng" not in theirs.inner_text(), "who gave it back sees its own part"
    decline(seat(BOARD_LEADER), title)

    # Sent again to who may have refused by mistake; the third refusal goes to the office above all of them by itself.
    refer(leader, world, number, WARD, "73/PC")
    decline(seat(WARD_LEADER), title)
    leader.open(f"/don/{number}")
    assert way.count() == 3
    assert "Chờ cơ quan cấp trên xác định thẩm quyền" in leader.text()

    above = seat(COMMITTEE_LEADER)
    waiting = above.page.locator("#cho-xac-dinh-tham-quyen")
    assert title in waiting.inner_text() and COUNCIL in waiting.inner_text()
    above.click(title)
    assert above.page.locator("#qua-trinh-chuyen li").count() == 3
    above.step("Xác định cơ quan có thẩm quyền", f__recipient=WARD, f__letter_number="9/UBND-NC", f__letter_date=world.day())
    assert "Đã ghi nhận." in above.text()
    above.open("/")
    assert title not in above.text()

    refer(leader, world, number, WARD, "74/PC")
    assert "Đã chuyển đơn, chờ kết quả" in leader.text() and way.count() == 4


def test_a_denunciation_of_an_office_is_not_sent_to_it(seat, world):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=co")
    desk.fill(desk.page.locator("main form"), {
        "title": "Tố cáo thu phí sai", "body": "Việc thu phí không có biên lai.", "pseudonym": "Người tố cáo 95/2026",
        "paperFileNumber": "TC-95", "personDenounced": "Một lãnh đạo phường", "denouncedBody": WARD, "denouncedRank": "head"})
    desk.press("Vào sổ, in biên nhận")
    assert "Đã vào sổ." in desk.text(), desk.text()
    number = desk.id
    leader = seat(LEADER)
    leader.open(f"/don/{number}")
    assert WARD in leader.text() and "Người đứng đầu cơ quan" in leader.text()
    leader.step("Phân loại đơn", f__kind="denunciation", f__eligibility="eligible", f__jurisdiction="not_competent")
    refer(leader, world, number, WARD, "75/PC")
    alert = leader.page.get_by_role("alert").first.inner_text()
    assert "người bị tố cáo" in alert and COMMITTEE in alert and "Luật Tố cáo Đ.12" in alert
    assert world.sql(f"select count(*) from referral where petition = {number}") == [["0"]]


def test_an_office_that_is_not_in_the_catalogue_is_not_taken(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=co")
    desk.fill(desk.page.locator("main form"), {
        "title": "Tố cáo", "body": "Tóm tắt.", "pseudonym": "Người tố cáo 96/2026", "paperFileNumber": "TC-96",
        "denouncedBody": "Cơ quan Không Có Thật"})
    desk.press("Vào sổ, in biên nhận")
    assert desk.path == "/don/moi" and desk.focused() == "denouncedBody"
    assert desk.page.locator("[name=denouncedBody]").input_value() == "Cơ quan Không Có Thật"
