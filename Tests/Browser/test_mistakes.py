"""What goes wrong at a counter: typing errors, impatience, old pages, hostile text."""

from playwright.sync_api import TimeoutError

from desk import CLERK, LEADER

FORM = "main form[data-once]"
LETTER = {"kind": "feedback", "title": "Phản ánh nước bẩn", "body": "Nước máy có mùi lạ.", "petitioners.fullName": "Mai Thị Lại"}


def test_a_wrong_password_lets_nobody_in_and_keeps_the_name(browse):
    desk = browse()
    desk.sign_in(CLERK, "sai-mat-khau")
    assert desk.path == "/dang-nhap" and desk.page.get_by_role("alert").is_visible()
    assert desk.page.get_by_label("Tên đăng nhập").input_value() == CLERK
    assert desk.focused() == "password"
    desk.page.keyboard.type("mat-khau-thu")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/")


def test_a_page_asked_for_before_signing_in_opens_after_it(browse):
    desk = browse()
    desk.open("/don?timing=overdue")
    assert desk.path == "/dang-nhap"
    desk.page.get_by_label("Tên đăng nhập").fill(CLERK)
    desk.page.get_by_label("Mật khẩu").fill("mat-khau-thu")
    desk.press("Đăng nhập")
    assert desk.page.url.endswith("/don?timing=overdue")


def test_signing_out_closes_the_pages(browse):
    desk = browse()
    desk.sign_in("hy.vpdbqh.chuyenvien").press("Đăng xuất")
    assert desk.path == "/dang-nhap"
    desk.page.go_back(wait_until="commit")
    desk.page.reload()
    assert desk.path == "/dang-nhap"


def test_an_empty_form_does_not_leave_the_page(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    desk.press("Vào sổ, in biên nhận")
    assert desk.path == "/don/moi" and desk.focused() == "kind"


def test_a_form_with_mistakes_keeps_what_was_typed_and_goes_to_the_first(seat, world):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    typed = {
        "kind": "complaint", "channel": "post", "receivedOn": "31/02/2026", "title": "Khiếu nại có lỗi", "body": "Dòng một,\ndòng hai \"trích\" <b>.",
        "wantsReply": True, "petitioners.fullName": "Phan Thị Nhầm", "petitioners.birthYear": "1961", "petitioners.idKind": "citizen_id",
        "papers.name": "Đơn", "papers.pages": "2", "papers.kind": "original"}
    desk.fill(desk.page.locator(FORM), typed)
    before = world.count("registration")
    desk.press("Vào sổ, in biên nhận")
    assert desk.path == "/don/moi" and "Ngày không đúng" in desk.text()
    assert desk.focused() == "receivedOn"
    assert world.count("registration") == before
    for name, value in typed.items():
        box = desk.page.locator(f"{FORM} [name='{name}']").first
        assert (box.is_checked() if value is True else box.input_value()) == value, name
    assert desk.page.locator("#receivedOn").get_attribute("aria-invalid") == "true"
    desk.page.locator("#receivedOn").fill(world.day(-1))
    desk.press("Vào sổ, in biên nhận")
    assert "Phan Thị Nhầm" in desk.paper()


def test_a_mistake_in_a_fold_opens_it(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    desk.page.locator("summary", has_text="Phân loại ban đầu").click()
    desk.fill(desk.page.locator(FORM), {"kind": "feedback", "title": "Phản ánh", "body": "Nội dung.", "petitioners.fullName": "Mai Thị Gập", "incidentCommune": "xã Không Có Thật"})
    desk.press("Vào sổ, in biên nhận")
    assert desk.focused() == "incidentCommune"
    assert desk.page.locator("#incidentCommune").is_visible()


def test_a_step_with_mistakes_keeps_what_was_typed(seat, world):
    desk = seat(LEADER)
    number = desk.register(petitioners__fullName="Phan Văn Bước")
    desk.open(f"/don/{number}")
    desk.step("Phân loại đơn", f__kind="complaint", f__eligibility="eligible", f__jurisdiction="not_competent")
    desk.step("Chuyển đơn", f__recipient="Sở Không Có Thật", f__letter_number="7", f__letter_date=world.day(), f__reason="Đúng thẩm quyền.")
    fold = desk.page.locator("details.event[open]")
    assert "Không có cơ quan “Sở Không Có Thật” trong danh mục." in fold.inner_text()
    assert fold.locator("[name='f.reason']").input_value() == "Đúng thẩm quyền."
    assert desk.focused() == "f.recipient"


def test_a_letter_without_a_sender_sends_the_cursor_to_his_name(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    desk.fill(desk.page.locator(FORM), {"kind": "feedback", "title": "Phản ánh không tên", "body": "Nội dung."})
    desk.press("Vào sổ, in biên nhận")
    assert "Cần ít nhất họ tên người gửi đơn" in desk.text()
    assert desk.focused() in ("petitioners.fullName", "filerKind")


def test_a_mistake_in_the_persons_number_sends_the_cursor_to_it(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    desk.fill(desk.page.locator(FORM), {
        "kind": "feedback", "title": "Phản ánh sai số", "body": "Nội dung.", "petitioners.fullName": "Trần Văn Số",
        "petitioners.idKind": "citizen_id", "petitioners.idNumber": "12"})
    desk.press("Vào sổ, in biên nhận")
    assert desk.focused() == "petitioners.idNumber"


def test_a_double_click_registers_once(seat, world):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    before = world.count("registration")
    desk.fill(desk.page.locator(FORM), LETTER | {"title": "Phản ánh nhấp đúp"})
    desk.page.get_by_role("button", name="Vào sổ, in biên nhận").dblclick()
    desk.page.wait_for_url("**/bien-nhan?*")
    assert world.count("registration") == before + 1


def test_coming_back_to_the_form_finds_what_was_typed(seat):
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    desk.fill(desk.page.locator(FORM), LETTER)
    desk.click("Đơn")
    desk.page.go_back(wait_until="commit")
    for name, value in LETTER.items():
        assert desk.page.locator(f"{FORM} [name='{name}']").first.input_value() == value, name


def test_going_back_and_sending_again_does_not_register_twice(seat, world):
    desk = seat(CLERK)
    desk.open("/don/moi")
    desk.click("Không phải tố cáo")
    desk.fill(desk.page.locator(FORM), LETTER | {"title": "Phản ánh gửi lại"})
    desk.press("Vào sổ, in biên nhận")
    number, before = desk.id, world.count("registration")
    desk.page.go_back(wait_until="commit")
    # What the browser has lost the clerk types again.
    desk.fill(desk.page.locator(FORM), LETTER | {"title": "Phản ánh gửi lại"})
    desk.press("Vào sổ, in biên nhận")
    assert world.count("registration") == before
    assert desk.id == number, "the same petition's receipt"


def test_the_cursor_is_never_behind_the_bar_of_the_button(seat):
    """Wherever Tab leads, the field that has the cursor can be seen."""
    desk = seat(CLERK)
    desk.open("/don/moi?to-cao=khong")
    hidden = set()
    for _ in range(32):
        desk.page.keyboard.press("Tab")
        try:
            # The page follows the cursor a moment later.
            desk.page.wait_for_function(
                """() => { const each = document.activeElement, box = each.getBoundingClientRect();
                    const top = document.elementFromPoint(box.x + 4, box.y + Math.min(box.height, 60) - 4);
                    return !each.name || top === each || each.contains(top) }""", timeout=1000)
        except TimeoutError:
            hidden.add(desk.focused())
    assert hidden == set()


def test_a_step_on_a_page_that_has_grown_old_is_told(seat):
    desk = seat(CLERK)
    number = desk.register(petitioners__fullName="Phan Văn Cũ")
    first, second = seat(LEADER), seat(LEADER)
    for each in [first, second]:
        each.open(f"/don/{number}")
    choice = {"f__kind": "complaint", "f__eligibility": "eligible", "f__jurisdiction": "not_competent"}
    first.step("Phân loại đơn", **choice)
    second.step("Phân loại đơn", **choice | {"f__jurisdiction": "competent"})
    assert "Hồ sơ đã được người khác cập nhật." in second.text()
    assert "Đã phân loại" in second.page.locator(".case-state").inner_text()


def test_a_form_of_an_ended_session_leads_to_the_sign_in(seat, browse):
    """The clerk's evening: the form was open when the session ended."""
    desk = browse()
    desk.sign_in("hy.sxd.vanthu").open("/don/moi?to-cao=khong")
    desk.fill(desk.page.locator(FORM), {"kind": "feedback", "title": "Phản ánh lúc hết phiên", "body": "Nội dung."})
    desk.page.context.clear_cookies()
    desk.press("Vào sổ, in biên nhận")
    assert desk.path == "/dang-nhap"


def test_hostile_text_is_shown_as_text(seat, world):
    evil = "<img src=x onerror=alert(1)>"
    desk = seat(LEADER)
    number = desk.register(
        title=f"{evil}<script>alert(2)</script>", body=f"</textarea>{evil}", request="{{frame.token}}", petitioners__fullName=f"Lê {evil}",
        petitioners__address="\"><svg onload=alert(3)>", papers__name=evil)
    assert evil in desk.paper()
    desk.open(f"/don/{number}")
    desk.step("Phân loại đơn", f__kind="complaint", f__eligibility="eligible", f__jurisdiction="not_competent")
    desk.step("Ghi ý kiến chỉ đạo (bút phê)", text=evil)
    assert evil in desk.page.locator(".direction").inner_text()
    assert "{{frame.token}}" in desk.text()
    desk.open("/don")
    assert evil in desk.page.locator("table").inner_text()
    desk.open("/don?q=" + evil)
    assert desk.page.locator("#loc-q").input_value() == evil
    desk.open("/don/moi?to-cao=khong")
    desk.page.get_by_label("Họ và tên").first.fill(f"Lê {evil}")
    desk.page.locator("#trung .duplicate").first.wait_for()
    assert evil in desk.page.locator("#trung").inner_text()
    desk.open("/so-tuan?leader=" + evil)
    assert evil in desk.page.frame_locator("iframe.register").locator("body").inner_text()
    assert desk.page.locator("main img[src=x]").count() == 0


def test_an_address_that_does_not_exist_says_so(seat):
    desk = seat(CLERK)
    for path in ["/khong-co", "/don/999999", "/ho-so/999999", "/chuyen/999999", "/tiep-dan/999999", "/luot/999999"]:
        desk.open(path)
        assert "Không thực hiện được" in desk.text(), path
        assert desk.page.get_by_role("link", name="Về trang đầu").is_visible()
