"""A province with its offices behind a running daemon, and people who work at its pages in a browser."""

import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "BlackBox"))

from cluster import DATABASE, Cluster  # noqa: E402
from daemon import Daemon, tiepdan  # noqa: E402

PASSWORD = "mat-khau-thu"

# People of the demo, by what they do.
CLERK, OFFICER, LEADER = "hy.hdnd.vanthu", "hy.hdnd.chuyenvien", "hy.hdnd.lanhdao"
COUNCIL = "Thường trực Hội đồng nhân dân tỉnh Hưng Yên"
COMMITTEE_LEADER = "hy.ubnd.lanhdao"
WARD_CLERK, WARD_OFFICER, WARD_LEADER = "phohien.motcua", "phohien.chuyenvien", "phohien.lanhdao"
WARD = "Ủy ban nhân dân phường Phố Hiến"
BOARD_CLERK, BOARD_OFFICER, BOARD_LEADER = "hy.btcd.tiepdan", "hy.btcd.chuyenvien", "hy.btcd.lanhdao"
AUDITOR = "kiemsoat"

# A desk's screen and a citizen's telephone.
SCREEN = {"width": 1366, "height": 768}
TELEPHONE = {"width": 390, "height": 844}


class World:
    """One cluster, the demo province, one daemon."""

    def __init__(self):
        self.cluster = Cluster(minutes=8)
        self.daemon = None
        try:
            # Nobody pulls the plug here.
            self.cluster.psql("postgres", "alter system set fsync = off; alter system set synchronous_commit = off; select pg_reload_conf();")
            tiepdan(self.cluster, "migrate")
            tiepdan(self.cluster, "demo", "--province", "33", "--password", PASSWORD)
            self.daemon = Daemon(self.cluster, TIEPDAN_LOOKUPS_PER_MINUTE="1000").started()
        except BaseException:
            self.close()
            raise
        self.address = f"http://127.0.0.1:{self.daemon.port}"

    def sql(self, text):
        """Rows as the superuser sees them."""
        return self.cluster.psql(DATABASE, f"set search_path = tiepdan, public;\n{text};")

    def count(self, table):
        return int(self.sql(f"select count(*) from {table}")[0][0])

    def day(self, days=0):
        """A day counted from today in Việt Nam, as people type it."""
        return self.sql(f"select to_char((now() at time zone 'Asia/Ho_Chi_Minh')::date + {days}, 'DD/MM/YYYY')")[0][0]

    def petition(self, where):
        """The id of the first petition that fits."""
        return self.sql(
            f"""select r.petition from registration r join case_file f on f.registration = r.id join organisation o on o.id = f.organisation
                join petition p on p.id = r.petition where {where} order by r.petition limit 1""")[0][0]

    def close(self):
        if self.daemon:
            self.daemon.close()
        self.cluster.close()


class Desk:
    """Somebody in front of a page: what he does there, in his words."""

    def __init__(self, page, address):
        self.page = page
        self.address = address

    def open(self, path):
        self.page.goto(self.address + path)
        return self

    @property
    def path(self):
        return urlsplit(self.page.url).path

    @property
    def id(self):
        """The number in the page's address."""
        return int(re.search(r"/(\d+)", self.path)[1])

    def sign_in(self, username, password=PASSWORD):
        self.open("/dang-nhap")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password)
        return self.press("Đăng nhập")

    def click(self, name):
        """Follows the first link of this name and waits for the page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return self

    def press(self, name):
        return self.push(self.page.get_by_role("button", name=name, exact=True).first)

    def push(self, button):
        """Pushes a button; when that sends a form the browser finds complete, waits for the page that comes."""
        if button.evaluate("each => each.type === 'submit' && each.form.checkValidity()"):
            with self.page.expect_navigation():
                button.click()
        else:
            button.click()
        return self

    def text(self):
        return self.page.inner_text("main")

    def paper(self):
        """What the receipt in its frame says."""
        return self.page.frame_locator("#giay").locator("body").inner_text()

    def focused(self):
        """The name of the field that has the cursor, else the words of what has it."""
        return self.page.evaluate("() => document.activeElement.name || document.activeElement.innerText.trim()")

    def access(self, key):
        """Alt and an access key. Playwright's own keyboard sends no character while Alt is down, and Chromium looks for that character."""
        wire = self.page.context.new_cdp_session(self.page)
        told = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        wire.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": key} | told)
        wire.send("Input.dispatchKeyEvent", {"type": "keyUp"} | told)
        wire.detach()
        return self

    def scan(self, *files):
        """Picks scanned papers and waits until the page shows them."""
        shown = self.page.locator(".paper-list li")
        before = shown.count()
        self.page.get_by_label("Thêm bản quét").set_input_files(files)
        shown.nth(before + len(files) - 1).wait_for()
        return self

    def step(self, title, **fields):
        """Opens a step among those the case allows, fills what is named by the label's id and takes it."""
        fold = self.page.locator("details.event").filter(has=self.page.locator("summary", has_text=re.compile(f"^{re.escape(title)}$")))
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        self.fill(fold, fields)
        return self.push(fold.locator("form > button"))

    def fill(self, place, fields):
        """Fields by their names; a dot in a name is written __. What is folded is unfolded first."""
        for name, value in fields.items():
            box = place.locator(f"[name='{name.replace('__', '.')}']").first
            kind = box.evaluate("each => { const fold = each.closest('details'); if (fold) fold.open = true; return each.type }")
            if kind == "checkbox":
                box.set_checked(value)
            elif kind.startswith("select"):
                box.select_option(value)
            else:
                box.fill(value)
        return self

    def fill_plainly(self, fields):
        """Fields by their selectors, where the page runs no script."""
        for selector, value in fields.items():
            box = self.page.locator(selector)
            if self.page.locator(f"select{selector}").count():
                box.select_option(value)
            else:
                box.fill(value)
        return self

    def register(self, **fields):
        """Enters a petition that no denouncer wrote. Gives its id."""
        self.open("/don/moi?to-cao=khong")
        known = {"kind": "complaint", "title": "Khiếu nại về bồi thường đất", "body": "Gia đình tôi chưa được đền bù."}
        self.fill(self.page.locator("form[data-duplicates]"), known | fields)
        self.press("Vào sổ, in biên nhận")
        assert self.path.endswith("/bien-nhan"), self.text()
        return self.id
