"""Every kind of page: with and without scripts, on a desk's screen and on a telephone, for eyes and for screen readers."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from desk import CLERK, COMMITTEE_LEADER, LEADER, SCREEN, TELEPHONE

# Addresses of every kind of page; numbers are found in the demo.
PAGES = {
    "home": "/", "list": "/don", "question": "/don/moi", "form": "/don/moi?to-cao=khong", "denunciation": "/don/moi?to-cao=co",
    "petition": "/don/{petition}", "receipt": "/don/{petition}/bien-nhan", "inbox": "/chuyen-den", "outbox": "/chuyen-di",
    "referral": "/chuyen/{referral}", "case": "/ho-so/{case}", "matters": "/vu-viec", "matter": "/vu-viec/{matter}", "sessions": "/tiep-dan", "session": "/tiep-dan/{session}",
    "session form": "/tiep-dan/moi", "schedule": "/tiep-dan/lich", "visit question": "/tiep-dan/{session}/luot-moi",
    "visit form": "/tiep-dan/{session}/luot-moi?to-cao=khong", "visit": "/luot/{visit}", "register": "/so-tuan", "procedures": "/quy-trinh",
    "procedure": "/quy-trinh/forwarding", "error": "/don/999999", "digest": "/hom-nay", "digest group": "/hom-nay?nhom=overdue",
    "work": "/viec", "work of all": "/viec?ds=office", "hand over": "/viec/ban-giao?tu={officer}", "units": "/viec/phong",
    "given": "/ho-so/{given}", "task": "/nhiem-vu/{task}", "task case": "/ho-so/{task_case}", "documents": "/van-ban",
    "new document": "/van-ban/moi?ho-so={case}", "postbag": "/bi-thu", "filings": "/bi-thu/luu", "enquiries": "/tra-loi",
    "enquiry log": "/tra-loi/so", "national": "/csdl-quoc-gia", "leader's session": "/tiep-dan/{leaders}/lanh-dao",
    "brief": "/vu-viec/{matter}/tom-tat", "correction": "/ho-so/{case}/dinh-chinh", "paper visits": "/tiep-dan/so-giay",
    "duties": "/tiep-dan/nghia-vu",
}
# Who looks, where it is not the council's leader.
READERS = {"task": COMMITTEE_LEADER, "task case": COMMITTEE_LEADER}
OPEN = {"sign in": "/dang-nhap", "lookup": "/tra-cuu", "lookup found": "/tra-cuu?ma={code}"}


@pytest.fixture(scope="session")
def numbers(world):
    own = "join case_file f on f.{0} = x.id join organisation o on o.id = f.organisation where o.code = 'HY-TTHDND'"
    classified = world.petition("o.code = 'HY-TTHDND' and f.state = 'classified'")
    return {
        "petition": classified,
        "code": world.sql(f"select receipt_code from petition where id = {classified}")[0][0],
        "case": world.sql(f"select f.id from case_file f join registration r on r.id = f.registration where r.petition = {classified}")[0][0],
        "matter": world.sql(f"select matter from petition where id = {classified}")[0][0],
        "referral": world.sql(f"select x.id from referral x {own.format('referral')} and f.state = 'delivered' order by 1 limit 1")[0][0],
        "session": world.sql(f"select x.id from session x {own.format('session')} order by 1 limit 1")[0][0],
        "leaders": world.sql("select session from session_appointment order by 1 limit 1")[0][0],
        "officer": world.sql("select id from officer where username = 'hy.hdnd.chuyenvien2'")[0][0],
        "given": world.sql("select w.case_id from work_item w join case_file f on f.id = w.case_id where f.unit is not null order by 1 limit 1")[0][0],
        "task": world.sql("select id from task order by 1 limit 1")[0][0],
        "task_case": world.sql("select f.id from case_file f where f.task is not null order by f.task limit 1")[0][0],
        "visit": world.sql(f"select x.id from visit x {own.format('visit')} order by 1 limit 1")[0][0],
    }


WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".table-responsive"))
    .map(each => `${each.tagName}.${each.className}`).slice(0, 5)"""
# Codes of the program: words with dots or underscores in them.
CODES = """() => [...new Set([...document.querySelectorAll("main :not(code)")]
    .flatMap(each => [...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data))
    .flatMap(text => text.match(/\\b[a-z]+[._][a-z_.]+[a-z]\\b/g) || []))]"""
# A key that leads to two places leads nowhere.
KEYS = """() => [...document.querySelectorAll("[accesskey]")].map(each => each.accessKey.toLowerCase())
    .filter((key, at, all) => all.indexOf(key) !== at)"""
# What can be pushed or filled, and not be reached with the tabulator.
PASSED_OVER = """() => [...document.querySelectorAll("main a[href], main button, main input, main select, main textarea, main summary")]
    .filter(each => each.tabIndex < 0 && !each.disabled && each.type !== "hidden").map(each => each.outerHTML.slice(0, 160)).slice(0, 5)"""
UNFOLD = "() => document.querySelectorAll('details').forEach(each => { each.removeAttribute('name'); each.open = true; })"


@pytest.mark.parametrize("kind", [*PAGES, *OPEN])
def test_a_page_fits_hinders_nobody_and_speaks_vietnamese(kind, seat, browse, numbers):
    """Nothing reaches over the edge of a desk's screen or a telephone; no serious barrier for a screen reader; no code of the program."""
    desk = seat(READERS.get(kind, LEADER)) if kind in PAGES else browse()
    desk.open((PAGES | OPEN)[kind].format(**numbers))
    assert desk.page.locator("html").get_attribute("lang") == "vi"
    found = {}
    # What is folded is part of the page.
    desk.page.evaluate(UNFOLD)
    for name, size in {"telephone": TELEPHONE, "desk": SCREEN}.items():
        desk.page.set_viewport_size(size)
        found[f"wider than a {name}"] = desk.page.evaluate(WIDER)
    found["codes"] = desk.page.evaluate(CODES)
    found["keys given twice"] = desk.page.evaluate(KEYS)
    found["passed over by the tabulator"] = desk.page.evaluate(PASSED_OVER)
    found["barriers"] = [
        f"{each['id']}: " + "; ".join(node["html"][:160] for node in each["nodes"][:3])
        for each in Axe().run(desk.page).response["violations"] if each["impact"] in ("serious", "critical")]
    assert {name: troubles for name, troubles in found.items() if troubles} == {}


def test_registering_and_a_step_need_no_script(seat, world):
    desk = seat(LEADER, java_script_enabled=False)
    desk.click("Vào sổ đơn").click("Không phải tố cáo")
    desk.fill_plainly({"#kind": "feedback", "#channel": "post", "#title": "Phản ánh không cần script", "#body": "Nội dung.", "#petitioners-fullName": "Lý Văn Tĩnh"})
    desk.page.locator("#receivedOn").fill("31/02/2026")
    desk.press("Vào sổ, in biên nhận")
    assert "Ngày không đúng" in desk.text()
    assert desk.page.locator("#title").input_value() == "Phản ánh không cần script"
    desk.page.locator("#receivedOn").fill(world.day())
    desk.press("Vào sổ, in biên nhận")
    assert "Đã vào sổ." in desk.text()
    desk.click("Mở đơn")
    desk.page.locator("summary", has_text="Phân loại đơn").click()
    fold = "#classify-f-"
    desk.fill_plainly({fold + "kind": "feedback", fold + "eligibility": "eligible", fold + "jurisdiction": "not_competent"})
    desk.press("Phân loại đơn")
    assert "Đã phân loại" in desk.text()


def test_the_citizen_needs_no_script(browse, numbers):
    citizen = browse(java_script_enabled=False, viewport=TELEPHONE)
    citizen.open("/tra-cuu")
    citizen.page.get_by_label("Mã biên nhận").fill(numbers["code"])
    citizen.press("Tra cứu")
    assert citizen.page.locator(".stages li").count() == 1


def test_the_clerks_question_and_form_come_without_script(seat):
    desk = seat(CLERK, java_script_enabled=False)
    desk.open("/don/moi?to-cao=khong")
    assert desk.page.locator("[name='papers.name']").count() == 1, "one row of papers is there without the button"


def test_a_browser_that_asks_for_the_usual_icon_gets_an_answer(browse):
    """Printed documents name no icon of their own."""
    desk = browse()
    assert desk.page.request.get(desk.address + "/favicon.ico").status in (200, 204)
