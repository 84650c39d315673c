"""What a person does and sees on the portal's pages, by role and label."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import Inspector
from tests.browser.words import Words

_PATIENCE_S = 45
_ID_NUMBER, _PASSWORD = "001190000011", "demo"


class Portal:
    """One person at the portal, in one language; every page they come past is looked at by axe."""

    def __init__(self, page: Page, lang: str, inspector: Inspector | None = None) -> None:
        self.page = page
        self.words = Words(lang)
        self._inspector = inspector

    @property
    def scripted(self) -> bool:
        """Whether scripts run on the page."""
        return self.page.evaluate("() => typeof window.htmx") != "undefined"

    def open(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(path)
        self.look()

    def look(self) -> None:
        """Let axe look at the page as it is."""
        if self._inspector is not None:
            self._inspector.look(self.page)

    def sees(self, heading: str) -> None:
        """The page is the one with this heading, and its title begins with it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(self.page).to_have_title(re.compile("^" + re.escape(heading)))
        self.look()

    def reads(self, text: str | re.Pattern[str]) -> None:
        """The text stands in the main part of the page."""
        expect(self.page.get_by_role("main").get_by_text(text).first).to_be_visible()

    def waits_for(self, text: str | re.Pattern[str]) -> str:
        """The text comes: by itself where scripts run, else by loading the page again; returns it."""
        found = self.page.get_by_role("main").get_by_text(text).first
        until = time.monotonic() + _PATIENCE_S
        while not found.is_visible() and time.monotonic() < until:
            self.page.wait_for_timeout(700)
            if not self.scripted:
                self.page.reload()
        expect(found).to_be_visible()
        whole = found.inner_text()
        return whole if isinstance(text, str) else str(re.search(text, whole)[0])  # type: ignore[index]

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the button with this name."""
        place = within or self.page.get_by_role("main")
        place.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Click the link with this name."""
        (within or self.page.get_by_role("main")).get_by_role("link", name=name).first.click()

    def search(self, query: str) -> None:
        """Type into the search field and search."""
        named = self.words.say("Find a procedure")
        field = self.page.get_by_role("combobox", name=named).or_(
            self.page.get_by_role("searchbox", name=named)
        )
        field.press_sequentially(query, delay=20)
        self.page.get_by_role("search").get_by_role("button").click()

    def sign_in(self, id_number: str = _ID_NUMBER) -> None:
        """At the identity provider: say who one is unless it still knows, agree, and be led back."""
        self.page.wait_for_load_state()
        password = self.page.locator("input[name='password']:visible")
        if password.count():
            self.page.locator("input[name='username']:visible").fill(id_number)
            password.fill(_PASSWORD)
            with self.page.expect_navigation():
                password.press("Enter")
        consent = self.page.locator("button[name='consent'][value='yes']")
        if consent.count():
            with self.page.expect_navigation():
                consent.click()


class Step(Portal):
    """A step of a form, and what follows when it is filled in."""

    def begin(self, procedure: str) -> None:
        """Start a form, a new one beside drafts that may be there."""
        self.open(f"/{self.words.lang}/applications/start/{procedure}")
        self.sign_in()
        self.start()

    def start(self) -> None:
        """On the page that begins a form: press its button."""
        anew = self.words.say("Start a new one")
        begun = self.page.get_by_role("button", name=anew).count()
        self.press(anew if begun else self.words.say("Start"))

    def declare_and_send(self) -> None:
        """On the check page: say that all is true, and send it."""
        self.page.get_by_role("main").get_by_role("checkbox").check()
        self.press(self.words.say("Send the application"))

    def choose(self, option: str) -> None:
        """Pick one of the answers."""
        self.page.get_by_role("main").get_by_label(option, exact=False).first.check()

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.page.get_by_role("main").get_by_label(label).first.fill(value)

    def pick(self, label: str, option: str) -> None:
        """Choose from the list with this label the entry that names it, as in “Phường Ba Đình”."""
        field = self.page.get_by_role("main").get_by_label(label, exact=True)
        entry = field.locator("option", has_text=option).first
        expect(entry).to_be_attached()
        field.select_option(value=entry.get_attribute("value"))

    def day(self, legend: str, day: int, month: int, year: int) -> None:
        """Type a date into its three fields."""
        group = self.page.get_by_role("group", name=legend)
        for part, number in (("Day", day), ("Month", month), ("Year", year)):
            group.get_by_label(self.words.say(part)).fill(str(number))

    def place(self, province: str, ward: str) -> None:
        """Choose a ward; without scripts its list comes by a button."""
        self.pick(self.words.say("Province or city"), province)
        if not self.scripted:
            self.press(self.words.say("Show the places to choose from"))
        self.pick(self.words.say("Ward or commune"), ward)

    def upload(self, label: str, file: Path) -> None:
        """Choose a file; it is sent at once, or by its button without scripts."""
        self.page.locator("main input[type='file']").first.set_input_files(file)
        if not self.scripted:
            self.page.locator(
                "main button[name='_action']", has_text=f"{self.words.say('Upload')} {label}"
            ).click()
        # "Continue" waits for files under way; one that can be removed has arrived.
        expect(self.page.locator("main button[value^='remove:']").first).to_be_visible()
        self.reads(file.name)

    def go_on(self) -> None:
        """Continue to the next step."""
        self.page.locator("#step-form").get_by_role(
            "button", name=self.words.say("Continue"), exact=True
        ).last.click()


class Desk:
    """An officer at work in the sandbox."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        self.words = Words("vi")

    def open(self, code: str) -> None:
        """Open a dossier, saying first who one is when asked."""
        self.page.goto(f"{self._address}/desk/dossiers/{code}?lang=vi")
        officer = self.page.locator("button[name='officer']").first
        if officer.count():
            officer.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(code)

    def wait_for(self, action: str) -> None:
        """The action becomes lawful, because something arrived from the portal."""
        box = self.page.locator("details.action", has_text=self.words.desk(action)).first
        until = time.monotonic() + _PATIENCE_S
        while not box.count() and time.monotonic() < until:
            self.page.wait_for_timeout(500)
            self.page.reload()
        expect(box).to_be_visible()

    def act(self, action: str, *, note: str = "", **fields: str) -> None:
        """Open an action, fill its fields by name, and carry it out."""
        box = self.page.locator("details.action", has_text=self.words.desk(action)).first
        box.locator("summary").click()
        for name, value in fields.items():
            field = box.locator(f"[name='{name}']")
            if name.startswith("kind_"):
                field.select_option(value)
            else:
                field.fill(value)
        box.locator("[name='note']").fill(note)
        box.get_by_role("button", name=self.words.desk(action)).click()
