"""The language can be changed at every step, with anything typed, and nothing else changes."""

import re

from app.wizard.lists import entries
from tests.integration.test_one_language_a_page import ENGLISH, VIETNAMESE, unmarked
from tests.support.bilingual import Bilingual
from tests.support.html import HtmlPage
from tests.support.proofs import every_open_form, newest

# "Xơ Đăng" is what a people calls itself, and đồng what the money is called; names have no translation.
NAMES = {word for name in entries("ethnicities").values() for word in name["en"].split()} | {"đồng", "Đồng"}
# What has to be written word for word, as in: the name begins with “Doanh nghiệp tư nhân”.
QUOTED = re.compile("“[^”]*”")
STRANGE = {"en": ("vi", VIETNAMESE), "vi": ("en", ENGLISH)}


class Reading(Bilingual):
    """Also reads what every page says."""

    def __init__(self, world):
        super().__init__(world.portal, world.sandbox)
        self.mixed = {}

    def submit(self, submission, **how):
        page = super().submit(submission, **how)
        if page.lang in STRANGE and page.url.startswith("http://127.0.0.1:8000"):
            other, strange = STRANGE[page.lang]
            read = HtmlPage(page.html, page.url)
            for own in read.tree.css(".file-list, textarea"):  # what the person named and typed
                own.decompose()
            said = [QUOTED.sub("", text) for text in unmarked(read, other)]
            words = {found for text in said for found in strange.findall(text)} - NAMES
            if words:
                self.mixed[f"{page.lang} {page.url.rpartition('/')[2]}"] = sorted(words)[:9]
        return page


@every_open_form
def test_another_language_at_every_step_changes_nothing_of_what_arrives(name, prover):
    form = newest()[name]
    browser = prover.signed_in(Reading(prover.world))

    sent = prover.filed(form, browser)

    assert sent.content == prover.undisturbed(form).content
    assert browser.mixed == {}
    assert browser.errors_seen
