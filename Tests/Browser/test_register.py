"""The leader's week: looked at, issued, printed, printed again."""

import re
import subprocess

import pytest

from desk import CLERK, COUNCIL, LEADER


def pdf_text(path, *options):
    return subprocess.run(["pdftotext", *options, path, "-"], check=True, capture_output=True, text=True).stdout


def pages(path):
    """Width and height of each page in points."""
    told = subprocess.run(["pdfinfo", "-l", "99", path], check=True, capture_output=True, text=True).stdout
    return [(float(width), float(height)) for width, height in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", told)]


@pytest.fixture
def book(seat, world):
    """The leader before the register of the last thirty days."""
    desk = seat(LEADER)
    desk.click("Sổ tuần")
    desk.fill(desk.page.locator("form.filters"), {"from": world.day(-29), "to": world.day()})
    desk.press("Xem kỳ này")
    return desk


def fetched(desk, href, path):
    answer = desk.page.request.get(desk.address + href, timeout=30_000)
    assert answer.status == 200
    path.write_bytes(answer.body())
    return path


def test_a_period_is_previewed_in_three_parts(book, world):
    assert f"Kỳ {world.day(-29)} – {world.day()}" in book.text()
    sheet = book.page.frame_locator("iframe.register").locator("body")
    text = sheet.inner_text()
    for part in ["I. ", "II. ", "III. "]:
        assert re.search(rf"^{re.escape(part)}Đơn, vụ việc", text, re.M), part
    assert "SỔ THEO DÕI ĐƠN, VỤ VIỆC" in text and "Nguyễn Hữu Tuyên" in text
    assert "Số: ……" in text, "no number before it is issued"


def test_the_pdf_is_a4_landscape_and_has_text(book, tmp_path):
    path = fetched(book, book.page.get_by_role("link", name="PDF").first.get_attribute("href"), tmp_path / "week.pdf")
    text = " ".join(pdf_text(path).split())
    assert "SỔ THEO DÕI ĐƠN, VỤ VIỆC" in text and "Nguyễn Hữu Tuyên" in text and re.search(r"\d+/20\d\d", text)
    for width, height in pages(path):
        assert (round(width), round(height)) == (842, 595)


def test_the_page_for_print_is_not_cut_on_a4_landscape(book, tmp_path):
    shown = book.page.frame_locator("iframe.register").locator("body").inner_text()
    heads = ["Mã, số đơn", "Văn bản trả lời", "Ghi chú", "(17)"]
    assert all(head in shown.replace("\n", " ") for head in heads)
    with book.page.expect_popup() as opened:
        book.page.get_by_role("link", name="Mở để in").first.click()
    sheet = opened.value
    sheet.wait_for_load_state()
    path = tmp_path / "print.pdf"
    path.write_bytes(sheet.pdf(prefer_css_page_size=True))
    for width, height in pages(path):
        assert abs(width - 842) < 2 and abs(height - 595) < 2, "the sheet names its paper itself"
    # Every word of the page is on paper, and inside its edges.
    marked = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    words = re.findall(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<', marked)
    assert words
    for x, _, right, _, word in words:
        assert float(x) > 20 and float(right) < 842 - 10, f"{word} touches the edge"
    paper = "".join(pdf_text(path).split())
    assert "(17)" in paper
    rows = len(re.findall(r"^\d+\t", shown, re.M))
    assert rows > 5
    numbers = {row for row in re.findall(r"\d+/20\d\d(?=\t)", shown)}
    assert all(number in paper for number in numbers)


def test_an_issued_register_has_a_number_and_is_reprinted_the_same(book, world, tmp_path):
    before = book.page.locator("h2:has-text('Đã phát hành') ~ .table-responsive tbody tr").count()
    book.press("Phát hành, đánh số")
    assert "Đã phát hành sổ." in book.text()
    rows = book.page.locator("h2:has-text('Đã phát hành') ~ .table-responsive tbody tr")
    assert rows.count() == before + 1
    assert re.match(rf"{before + 1}/20\d\d", rows.first.inner_text())
    link = rows.first.get_by_role("link", name="Mở để in").get_attribute("href")
    first = book.page.request.get(book.address + link).text()
    assert f"Số: {before + 1:02}/" in re.sub(r"<[^>]+>", "", first)
    pdf = fetched(book, link + "/pdf", tmp_path / "first.pdf").read_bytes()

    # What is entered later does not change what was issued.
    book.register(title="Khiếu nại đến sau khi phát hành sổ", petitioners__fullName="Cao Văn Muộn")
    assert book.page.request.get(book.address + link).text() == first
    assert fetched(book, link + "/pdf", tmp_path / "again.pdf").read_bytes() == pdf
    assert "Khiếu nại đến sau khi phát hành sổ" not in first


def test_a_period_that_ends_before_it_begins_is_told_beside_the_field(book, world):
    book.fill(book.page.locator("form.filters"), {"from": world.day(), "to": world.day(-5)})
    book.press("Xem kỳ này")
    assert book.page.get_by_role("alert").is_visible()
    assert book.page.locator(".is-invalid").count() == 1


def test_a_day_that_does_not_exist_stays_typed_and_is_told(book):
    book.fill(book.page.locator("form.filters"), {"from": "31/02/2026"})
    book.press("Xem kỳ này")
    assert book.page.get_by_role("alert").is_visible()
    assert book.page.locator("#from").input_value() == "31/02/2026"
    assert book.focused() == "from"


def test_a_clerk_reads_the_register_and_does_not_issue_it(seat):
    desk = seat(CLERK)
    desk.click("Sổ tuần")
    assert COUNCIL.upper() in desk.page.frame_locator("iframe.register").locator("body").inner_text().upper()
    assert desk.page.get_by_role("button", name="Phát hành, đánh số").count() == 0


def test_the_receipt_fits_one_sheet_of_a4(seat, tmp_path):
    desk = seat(CLERK)
    desk.register(petitioners__fullName="Hà Thị In", papers__name="Đơn", papers__pages="2")
    path = tmp_path / "receipt.pdf"
    desk.open(f"/don/{desk.id}/bien-nhan/giay")
    path.write_bytes(desk.page.pdf(format="A4"))
    assert len(pages(path)) == 1
    text = " ".join(pdf_text(path).split())
    assert "GIẤY BIÊN NHẬN" in text and "Hà Thị In" in text
    for button in ["In biên nhận", "Đăng xuất", "Bàn làm việc", "Đã vào sổ."]:
        assert button not in text, "only the paper is printed"
