"""What the tests share: the province and Chromium once per run; a fresh browser context for each person of each test."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from desk import ROOT, SCREEN, Desk, World

PICTURES = ROOT / ".run" / "browser"


@pytest.fixture(scope="session")
def world():
    made = World()
    yield made
    made.close()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            # What a clerk typed comes back from the cache that Playwright would switch off.
            ignore_default_args=["--disable-back-forward-cache"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seats():
    """Browsers of people who have signed in already; they keep their cookies and their caches from test to test."""
    return {}


class Watch:
    """Whatever a page complains about: errors of scripts, breaches of the policy, dialogs, missing files, answers of 500 and more."""

    def __init__(self):
        self.troubles = []
        self.refused = set()

    def forgive(self, path):
        """Troubles at this path were meant."""
        self.troubles = [trouble for trouble in self.troubles if not trouble.split(": ")[0].endswith(path)]

    def over(self, page):
        page.on("pageerror", lambda error: self.troubles.append(f"error in a script: {error}"))
        page.on("dialog", self.dialog)
        page.on("response", self.response)
        page.on("console", self.console)

    def dialog(self, dialog):
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def response(self, response):
        if response.status >= 500:
            self.troubles.append(f"{response.status} {response.url}")
        elif response.status >= 400 and response.request.is_navigation_request():
            # A refused form is a page like any other, though Chromium notes its status as an error.
            self.refused.add(response.url)

    def console(self, message):
        url = message.location["url"]
        # Chromium asks for /favicon.ico when it likes; a test of its own looks at that.
        meant = message.text.startswith("Failed to load resource") and (url in self.refused or url.endswith("/favicon.ico"))
        if message.type == "error" and not meant:
            self.troubles.append(f"{urlsplit(url).path}: {message.text}")


def context(chromium, options):
    made = chromium.new_context(**{"viewport": SCREEN, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"} | options)
    made.set_default_timeout(5000)
    return made


@pytest.fixture
def watch(request):
    """Opens pages and fails the test when one of them complains."""
    watching = Watch()
    request.node.pages = []

    def page(browser):
        def seen(each):
            watching.over(each)
            request.node.pages.append(each)

        browser.on("page", seen)
        try:
            return browser.new_page()
        finally:
            browser.remove_listener("page", seen)

    watching.page = page
    yield watching
    for each in request.node.pages:
        each.close()
    assert watching.troubles == []


@pytest.fixture
def browse(watch, world, chromium):
    """Opens a browser of its own: `browse()`, or with options of a context, for example `browse(java_script_enabled=False)`."""
    contexts = []

    def make(**options):
        contexts.append(context(chromium, options))
        return Desk(watch.page(contexts[-1]), world.address)

    yield make
    for each in contexts:
        each.close()


@pytest.fixture
def seat(watch, world, chromium, seats):
    """Somebody signed in, before his first page: `seat(CLERK)`."""

    def make(username, **options):
        key = (username, *sorted(options.items()))
        if key not in seats:
            made = context(chromium, options)
            desk = Desk(made.new_page(), world.address).sign_in(username)
            assert desk.path == "/", desk.text()
            desk.page.close()
            seats[key] = made
        return Desk(watch.page(seats[key]), world.address).open("/")

    return make


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call" and outcome.get_result().failed:
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"\W+", "-", item.name)[:80] + "-" + hashlib.sha256(item.nodeid.encode()).hexdigest()[:6]
        for number, page in enumerate(getattr(item, "pages", [])):
            try:
                page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True, timeout=3000)
            except Exception:  # a closed page has no picture
                pass


@pytest.fixture
def papers(tmp_path):
    """Two small real papers: a page as PDF, a picture as PNG."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\x00" + bytes([255, 250 - y, 200]) * 60 for y in range(80))
    picture = tmp_path / "đơn trang 1.png"
    picture.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60, 80, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length 42>>stream\nBT /F 18 Tf 40 100 Td (Don khieu nai) Tj ET\nendstream"]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj" % number + part + b"endobj\n"
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    letter = tmp_path / "Đơn khiếu nại.pdf"
    letter.write_bytes(body + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body))
    return {"pdf": letter, "png": picture}
