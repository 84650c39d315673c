"""Whatever a person clicks leads to a page that keeps the house rules."""

from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.support.births import file_birth, submit_birth
from tests.support.visitor import PORTAL

MOST_PAGES = 700
# Downloads, and what leaves the portal or ends the visit.
NOT_PAGES = ("/auth/", "/assets/", "/files/", "/results/", "/api/")
FILES = (".pdf", ".ics", ".svg", ".json", ".xml")


def test_every_link_of_the_public_pages_leads_to_a_page(visitor):
    seen = crawl(visitor, "/vi/")

    for lang in ("vi", "en"):
        assert f"{PORTAL}/{lang}/procedures/1.001193" in seen
        assert f"{PORTAL}/{lang}/applications/start/1.001193/check" in seen
        assert f"{PORTAL}/{lang}/a-z?letter=%C4%90" in seen


@pytest.mark.parametrize("code", ["COVID19-NLD", "COVID19-NSDLD"])
def test_a_service_that_is_over_is_described_and_cannot_be_begun(visitor, sign_in, code):
    page = visitor.visit(f"/en/procedures/{code}")

    assert "This service is closed" in page.texts("h2")
    assert not [link for link in page.all("a[href]") if "/applications/start/" in link.attr("href")]
    assert "Nothing was found for “covid”" in visitor.visit("/en/procedures?apply=1&q=covid").text
    sign_in()
    for address in (f"/en/applications/start/{code}", f"/en/applications/start/{code}/check"):
        assert "not open" in visitor.visit(address, status=409).heading


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_link_of_a_persons_own_pages_leads_to_a_page(visitor, sign_in, deliver, lang):
    sign_in()
    submit_birth(visitor)
    file_birth(visitor, until="copies")
    deliver()

    seen = crawl(visitor, f"/{lang}/dossiers", within=(f"/{lang}/dossiers", f"/{lang}/applications/"))

    assert any("/applications/" in url for url in seen)
    assert any("/dossiers/H26." in url for url in seen)


def crawl(visitor, start, within=("/",)):
    """Visit a page and all that its links lead to inside the portal; the addresses come back."""
    waiting, seen = [urljoin(PORTAL, start)], set()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        assert len(seen) <= MOST_PAGES, "the links go on for ever"
        page = visitor.visit(url)
        links = [element.attr("href") or "" for element in page.all("a[href]")]
        waiting += [link for link in inside(page.url, links) if urlsplit(link).path.startswith(within)]
    return seen


def inside(base, links):
    """Absolute addresses of pages of the portal, without the search's countless combinations."""
    for link in links:
        url = urldefrag(urljoin(base, link)).url
        path = urlsplit(url)
        if url.startswith(PORTAL) and not any(part in path.path for part in NOT_PAGES):
            if path.path.endswith(FILES):
                continue
            if path.query and path.path.endswith("/procedures"):
                continue
            yield url
