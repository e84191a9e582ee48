"""One petition from the post to its close, by the hands of four people, and what the citizen sees of it."""

import pytest

from desk import CLERK, COUNCIL, LEADER, WARD, WARD_CLERK, WARD_LEADER

TITLE = "Khiếu nại về bồi thường đất ở xóm Đình"
NAME = "Nguyễn Thị Đượm Hường"


class Keyboard:
    """Hands that never leave the keys, and a count of what they strike beside the text."""

    def __init__(self, desk):
        self.desk = desk
        self.page = desk.page
        self.strokes = []

    def access(self, key):
        self.desk.access(key)
        self.strokes.append(f"Alt+{key}")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes.append(key)

    def type(self, text):
        self.page.keyboard.type(text)

    def tab_to(self, name, most=12):
        """Presses Tab until the field of this name has the cursor; gives what lay on the way."""
        seen = []
        for _ in range(most):
            self.press("Tab")
            seen.append(self.desk.focused())
            if seen[-1] == name:
                return seen
        raise AssertionError(f"no {name} after {seen}")


def test_a_petition_by_post_is_registered_with_the_keyboard_alone(seat, world):
    desk = seat(CLERK)
    hands = Keyboard(desk)
    hands.access("n")
    desk.page.wait_for_url("**/don/moi")
    assert desk.focused() == "Không phải tố cáo"
    hands.press("Enter")
    desk.page.wait_for_url("**/don/moi?to-cao=khong&khoa=*")
    assert desk.focused() == "kind", "the cursor waits in the first field"
    hands.press("k")
    assert hands.tab_to("channel") == ["channel"]
    hands.press("q")
    hands.tab_to("receivedOn")
    assert desk.page.locator("[name=receivedOn]").input_value() == world.day(), "today is there already"
    assert hands.tab_to("petitioners.fullName") == ["petitioners.fullName"], "the sender stands before the text"
    hands.type(NAME)
    hands.tab_to("title")
    hands.type(TITLE)
    hands.tab_to("body")
    hands.type("Kính gửi quý cơ quan, nhà tôi bị thu hồi 120 m² đất mà chưa được đền bù.")
    hands.access("l")
    desk.page.wait_for_url("**/bien-nhan?*")
    assert "Đã vào sổ." in desk.text()
    assert NAME in desk.paper(), "the paper stands on the screen"
    assert desk.focused() == "In biên nhận", "the next key prints"
    desk.click("Mở đơn")
    assert "Khiếu nại số" in desk.text() and "Qua bưu chính" in desk.text()
    # Selects cost one letter each; everything else is Tab.
    assert len(hands.strokes) <= 16, f"{len(hands.strokes)} strokes beside the text: {hands.strokes}"


def test_a_person_who_wrote_before_is_shown_while_his_name_is_typed(seat, world):
    desk = seat(CLERK)
    first = desk.register(title="Khiếu nại về đường dân sinh", petitioners__fullName="Đặng Thị Kim Ngoan", petitioners__idNumber="033180004417")
    desk.open("/don/moi?to-cao=khong")
    place = desk.page.locator("#trung")
    desk.page.get_by_label("Họ và tên").first.press_sequentially("dang thi kim ngoan", delay=5)
    place.get_by_text("Khiếu nại về đường dân sinh").wait_for()
    assert "Đặng Thị Kim Ngoan" in place.inner_text(), "found without diacritics"
    place.get_by_role("button", name="Ghi là trùng").first.click()
    assert desk.page.locator("[name=duplicateOf]").input_value() == str(first)
    assert desk.focused() == "duplicateOf", "the cursor goes where the note went"
    desk.page.get_by_label("Họ và tên").first.fill("Người Chưa Từng Gửi Đơn")
    place.get_by_text("Không thấy đơn nào giống.").wait_for()


def test_a_commune_is_chosen_from_what_is_suggested_while_typing(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    box = desk.page.get_by_label("Xã, phường hiện nay")
    box.press_sequentially("pho hien", delay=5)
    option = desk.page.locator(f"datalist#{box.get_attribute('list')} option[value^='Phường Phố Hiến, ']")
    option.wait_for(state="attached")
    box.fill(option.first.get_attribute("value"))
    desk.fill(desk.page.locator("form[data-duplicates]"), {"kind": "feedback", "title": "Đèn đường hỏng", "body": "Đèn đường hỏng.", "petitioners.fullName": "Vũ Thị Xã"})
    desk.press("Vào sổ, in biên nhận")
    assert "phường Phố Hiến" in desk.paper()


def test_scans_go_up_and_stand_beside_the_steps(seat, papers):
    desk = seat(CLERK)
    number = desk.register(petitioners__fullName="Lê Văn Quét")
    desk.open(f"/don/{number}")
    desk.scan(papers["pdf"], papers["png"])
    scans = desk.page.locator("#giay-to")
    assert scans.locator(".paper-list li").count() == 2
    scans.get_by_role("link", name=papers["png"].name).click()
    picture = scans.locator("img.scan")
    picture.wait_for()
    desk.page.wait_for_function("() => document.querySelector('img.scan').complete")
    assert picture.evaluate("each => each.naturalWidth") == 60
    scans.get_by_role("link", name=papers["pdf"].name).click()
    sheet = scans.locator("object.scan")
    sheet.wait_for()
    steps, shown = desk.page.locator("#ho-so").bounding_box(), sheet.bounding_box()
    assert shown["width"] > 300 and shown["height"] > 300
    assert shown["x"] >= steps["x"] + steps["width"] - 1, "beside, not below"


def test_a_paper_that_is_not_what_its_name_says_is_refused_with_words(seat, watch, tmp_path):
    desk = seat(CLERK)
    number = desk.register(petitioners__fullName="Lê Văn Giả")
    desk.open(f"/don/{number}")
    wrong = tmp_path / "đơn.pdf"
    wrong.write_text("<html><script>alert(1)</script>")
    desk.page.get_by_label("Thêm bản quét").set_input_files(wrong)
    desk.page.locator(".upload-state.field-error").wait_for()
    assert desk.page.locator(".upload-state").inner_text().startswith("đơn.pdf: ")
    assert desk.page.locator(".paper-list").count() == 0
    watch.forgive("/tep")


def test_a_scan_whose_answer_is_lost_goes_again_under_its_key(seat, papers, watch):
    desk = seat(CLERK)
    number = desk.register(petitioners__fullName="Lê Văn Đứt Mạng")
    desk.open(f"/don/{number}")
    keys = []

    def cable(route):
        keys.append(route.request.headers.get("idempotency-key"))
        route.abort() if len(keys) == 1 else route.continue_()

    desk.page.route("**/tep?*", cable)
    desk.scan(papers["png"])
    desk.page.unroute("**/tep?*")
    assert len(keys) == 2 and keys[0] and keys[0] == keys[1]
    assert desk.page.locator("#giay-to .paper-list li").count() == 1
    watch.forgive("/tep")


def test_the_scan_of_a_note_is_sent_from_its_form_and_nothing_typed_is_lost(seat, papers):
    desk = seat(CLERK)
    number = desk.register(petitioners__fullName="Lê Văn Bút Phê")
    desk.open(f"/don/{number}")
    note = desk.page.locator("details.event").filter(has=desk.page.locator("summary", has_text="Ghi ý kiến chỉ đạo (bút phê)"))
    note.locator("summary").click()
    note.locator("[name=leaderName]").fill("Chủ tịch")
    note.locator("[name=text]").fill("Giao xử lý.")
    note.locator("[type=file]").set_input_files(papers["pdf"])
    note.get_by_text("đã gửi").wait_for()
    assert note.locator("[name=text]").input_value() == "Giao xử lý."
    note.get_by_role("button", name="Ghi ý kiến").click()
    desk.page.locator("blockquote.direction").get_by_role("link", name="bản quét").wait_for()
    assert desk.page.locator("#giay-to .paper-list li").count() == 0, "it is no paper of the petition"


def test_a_scan_that_did_not_go_can_be_picked_again(seat, papers, watch):
    desk = seat(CLERK)
    number = desk.register(petitioners__fullName="Lê Văn Gửi Lại")
    desk.open(f"/don/{number}")
    desk.page.route("**/tep?*", lambda route: route.abort())
    picker = desk.page.get_by_label("Thêm bản quét")
    picker.set_input_files(papers["png"])
    desk.page.locator(".upload-state.field-error").wait_for()
    assert picker.input_value() == "", "the browser reports the same file only when the field is empty"
    desk.page.unroute("**/tep?*")
    desk.scan(papers["png"])
    assert desk.page.locator("#giay-to .paper-list li").count() == 1
    watch.forgive("/tep")


def test_a_complaint_goes_the_whole_way(seat, browse, world, papers):
    title = "Khiếu nại về bồi thường đất ở xóm Trại"
    clerk = seat(CLERK)
    number = clerk.register(
        channel="post", title=title, petitioners__fullName=NAME, petitioners__idKind="old_id", petitioners__idNumber="145678902",
        petitioners__communeCode="Phường Phố Hiến", petitioners__oldAddress="xã Hồng Nam, thành phố Hưng Yên (cũ)", wantsReply=True,
        papers__name="Giấy chứng nhận quyền sử dụng đất", papers__pages="4")
    assert "Giấy chứng nhận quyền sử dụng đất" in clerk.paper()
    code = clerk.page.locator(".receipt-code").inner_text()
    clerk.click("Mở đơn")
    clerk.scan(papers["png"])

    leader = seat(LEADER)
    leader.click(title)
    assert leader.id == number
    leader.step("Phân loại đơn", f__kind="complaint", f__eligibility="eligible", f__jurisdiction="not_competent")
    assert "Đã ghi nhận." in leader.text() and "Đã phân loại" in leader.text()
    leader.step("Ghi ý kiến chỉ đạo (bút phê)", text="Chuyển Ủy ban nhân dân phường giải quyết.")
    assert leader.page.locator(".direction").inner_text().startswith("Chuyển Ủy ban nhân dân phường giải quyết.")
    leader.step("Chuyển đơn", f__recipient=WARD, f__letter_number="15/PC-TTHĐND", f__letter_date=world.day(), f__answer_by=world.day(30))
    assert "Đã chuyển đơn, chờ kết quả" in leader.text()

    ward = seat(WARD_LEADER)
    ward.click("Đơn chuyển đến").click(title)
    assert COUNCIL in ward.text() and NAME in ward.text() and "Gia đình tôi chưa được đền bù." in ward.text()
    ward.page.wait_for_function("() => document.querySelector('img.scan').naturalWidth == 60")
    if ward.page.locator("summary", has_text="Đơn đến cơ quan nhận").count():
        ward.step("Đơn đến cơ quan nhận", f__delivered_on=world.day())
    ward.step("Xác nhận đã nhận đơn")
    assert "Đã ghi nhận." in ward.text()
    referral = ward.path
    ward.step("Tiếp nhận để giải quyết")
    assert ward.path.startswith("/ho-so/") and "Giải quyết khiếu nại" in ward.text(), "the ward's own case opens"
    ward.open(referral)
    ward.step("Trả lời kết quả giải quyết", f__result="explained", f__summary="Đã giải thích tại chỗ, công dân đồng ý.", f__document_number="8/BC-UBND")
    assert ward.focused() == "flag_reason", "an answer before the own case is settled asks for its reason"
    ward.step("Trả lời kết quả giải quyết", flag_reason="Công dân đồng ý, không cần quyết định.")
    assert "Đã trả lời" in ward.page.locator(".case-state").inner_text()

    announced = clerk.open("/").page.locator(f"main a[href='/don/{number}']").count() > 0
    clerk.open(f"/don/{number}")
    assert "Đã có kết quả giải quyết" in clerk.text()
    clerk.click(WARD)
    assert "Đã giải thích tại chỗ, công dân đồng ý." in clerk.text()
    clerk.page.go_back(wait_until="commit")
    clerk.step("Thông báo kết quả cho công dân", f__told_on=world.day(), f__means="letter")
    assert clerk.page.locator(".case-state .badge").inner_text() == "Đã kết thúc"
    assert "Việc có thể làm" not in clerk.text(), "a finished case offers no steps but to set right what was written down"

    citizen = browse()
    citizen.open("/")
    citizen.click("tra cứu tại đây")
    assert citizen.focused() == "ma"
    citizen.page.keyboard.type(code.replace("-", "").lower())
    citizen.page.keyboard.press("Enter")
    citizen.page.get_by_text(COUNCIL).wait_for()
    assert "Việc xử lý đơn của ông/bà đã kết thúc." in citizen.text() and code in citizen.text()
    whole = citizen.page.content()
    for secret in ["Đượm", "bồi thường", "145678902", "giải thích tại chỗ", "Phan", "hy.hdnd"]:
        assert secret not in whole
    assert announced, "the answer stood on the sender's first page before anybody opened the petition"


def test_a_clerk_of_another_office_does_not_find_it(seat, browse):
    desk = seat(CLERK)
    number = desk.register(title="Khiếu nại chỉ của Hội đồng nhân dân", petitioners__fullName="Trịnh Văn Riêng")
    other = seat(WARD_CLERK)
    other.open(f"/don/{number}")
    assert "Không thực hiện được" in other.text() and "Trịnh" not in other.text()
    other.open("/don?q=Trịnh Văn Riêng&timing=all")
    assert "Không có đơn nào phù hợp." in other.text()


@pytest.mark.parametrize("typed", ["7K3QX-9MA2B-4", "không phải mã", "<script>alert(1)</script>"])
def test_a_code_nobody_got_tells_nothing(browse, typed):
    citizen = browse()
    citizen.open("/tra-cuu")
    citizen.page.get_by_label("Mã biên nhận").fill(typed)
    citizen.press("Tra cứu")
    assert citizen.page.get_by_role("alert").is_visible()
    assert citizen.page.locator(".stages li").count() == 0
    assert citizen.page.get_by_label("Mã biên nhận").input_value() == typed
