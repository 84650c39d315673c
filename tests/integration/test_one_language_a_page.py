"""English pages speak English and Vietnamese ones Vietnamese; what does not says so with `lang`."""

import re

import pytest

from tests.integration.test_every_link import inside
from tests.support.html import HtmlPage
from tests.support.visitor import PORTAL

# Letters no English word has, and words no English sentence has. Names of people and places may carry them:
# a capitalised word is one, so only words that begin in lower case tell the language.
VIETNAMESE = re.compile(
    r"(?<![\w’'-])(?=[a-zăâđêôơưà-ỹ])[a-zăâđêôơưà-ỹ]*[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]\w*"
)
ENGLISH = re.compile(
    r"\b(?:the|you|your|and|this|that|with|from|which|apply|please|choose|search|submit|agency|procedure)\b"
)
SKIPPED = {"script", "style", "template", "code"}


@pytest.mark.parametrize(
    ("lang", "other", "strange"), [("en", "vi", VIETNAMESE), ("vi", "en", ENGLISH)], ids=["en", "vi"]
)
def test_no_public_page_mixes_languages_unmarked(client, lang, other, strange):
    mixed = {}
    for url, page in crawl(client, f"{PORTAL}/{lang}/"):
        words = [found for text in unmarked(page, other) for found in strange.findall(text)]
        if words:
            mixed[url.removeprefix(PORTAL)] = sorted(set(words))[:12]

    assert mixed == {}


@pytest.mark.parametrize("lang", ["en"])
def test_that_english_is_unofficial_is_said_on_every_page(client, lang):
    for path in ("/", "/procedures", "/procedures/3.000347", "/fields", "/agencies", "/life-events"):
        page = HtmlPage(client.get(f"/{lang}{path}").get_data(as_text=True), PORTAL, 200)

        assert page.one("footer").text.count("unofficial translation") == 1


def crawl(client, start):
    """Every public page of the start's language that its links lead to, with its address."""
    waiting, seen = [start], set()
    while waiting:
        url = waiting.pop()
        if url in seen or not url.startswith(start):
            continue
        seen.add(url)
        answer = client.get(url.removeprefix(PORTAL))
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = HtmlPage(answer.get_data(as_text=True), url, 200)
        waiting += inside(url, [link.attr("href") or "" for link in page.all("a[href]")])
        yield url, page
    assert len(seen) > 20


def unmarked(page, other):
    """The texts of a page that claim to be in its own language."""
    return list(_texts(page.one("body").node, other))


def _texts(node, other):
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text(deep=False)
        elif child.tag not in SKIPPED and child.attributes.get("lang") != other:
            yield from _texts(child, other)
