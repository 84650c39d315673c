"""What leaves the page: the printed sheet, its code, and what search engines read."""

import io
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

SOURCE_EN = "Source, in Vietnamese: Biên soạn"
SITE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def words(answer):
    reader = PdfReader(io.BytesIO(answer.data))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("lang", "title", "expected"),
    [
        ("vi", "Đổi giấy phép lái xe", ["135.000", "Nguồn:", "Trang 1 trên", "Căn cứ pháp lý"]),
        (
            "en",
            "Replacement of driving licences",
            ["135,000", "Unofficial translation", SOURCE_EN, "Page 1 of"],
        ),
    ],
)
def test_the_sheet_is_in_one_language_accessible_and_dated(client, lang, title, expected):
    answer = client.get(f"/{lang}/procedures/3.000347/sheet.pdf")

    reader, text = words(answer)
    assert answer.mimetype == "application/pdf"
    assert reader.metadata.title == title
    assert reader.trailer["/Root"]["/Lang"] == lang
    assert "2026" in text
    for part in expected:
        assert part in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_built_in_procedure_has_its_sheet(client, lang):
    for item in client.get("/api/v1/procedures?per_page=100").get_json()["items"]:
        answer = client.get(f"/{lang}/procedures/{item['code']}/sheet.pdf")

        assert answer.data.startswith(b"%PDF"), item["code"]


def test_sheets_and_codes_of_unknown_and_withdrawn_procedures_are_refused(client, take_feed):
    take_feed({"cursor": "1", "kind": "withdrawn", "code": "3.000348", "successor": None, "note": None})

    for name in ("sheet.pdf", "code.svg"):
        assert client.get(f"/vi/procedures/9.999999/{name}").status_code == 404
        assert client.get(f"/vi/procedures/3.000348/{name}").status_code == 410


def test_the_code_of_the_page_is_a_picture_with_words(visit, client):
    picture = visit("/en/procedures/3.000347").one("img[src$='code.svg']")

    answer = client.get(picture.attr("src"))

    assert picture.attr("alt") == "QR code that opens this page on another device"
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<svg")


def test_the_map_names_every_page_in_both_languages_with_its_counterparts(client):
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    parts = [loc.text.removeprefix(SITE) for loc in index.iter(f"{MAP}loc")]
    urls = [url for part in parts for url in ElementTree.fromstring(client.get(part).data)]
    found = {url.find(f"{MAP}loc").text: url for url in urls}

    birth = found[f"{SITE}/vi/procedures/1.001193"]
    assert len(found) == len(urls)
    assert {f"{SITE}/en/procedures/1.001193", f"{SITE}/vi/fields/G15-TP07", f"{SITE}/en/a-z"} <= set(found)
    assert {link.get("hreflang"): link.get("href") for link in birth.iter(LINK)} == {
        "vi": f"{SITE}/vi/procedures/1.001193",
        "en": f"{SITE}/en/procedures/1.001193",
        "x-default": f"{SITE}/vi/procedures/1.001193",
    }
    assert birth.find(f"{MAP}lastmod").text.startswith("2026-11")


def test_every_address_of_the_map_can_be_opened(client):
    for part in ("/sitemaps/0.xml", "/sitemaps/1.xml"):
        for url in ElementTree.fromstring(client.get(part).data):
            address = url.find(f"{MAP}loc").text.removeprefix(SITE)
            assert client.get(address).status_code == 200, address


def test_a_part_that_is_not_there_is_not_found(client):
    assert client.get("/sitemaps/2.xml").status_code == 404
    assert client.get(f"/sitemaps/{'9' * 30}.xml").status_code == 404


def test_an_unchanged_map_is_not_sent_again(client):
    first = client.get("/sitemaps/1.xml")

    again = client.get("/sitemaps/1.xml", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_robots_are_sent_to_the_map_and_kept_from_persons(client):
    text = client.get("/robots.txt").text

    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert "Disallow: /vi/dossiers" in text


def test_a_page_names_its_address_and_its_counterparts(visit):
    page = visit("/en/procedures?q=licence&page=2")

    assert page.one("link[rel='canonical']").attr("href").startswith(f"{SITE}/en/procedures")
    assert {link.attr("hreflang") for link in page.all("link[rel='alternate'][hreflang]")} == {
        "vi",
        "en",
        "x-default",
    }


@pytest.mark.parametrize(("lang", "name"), [("vi", "Đăng ký khai sinh"), ("en", "Registration of birth")])
def test_a_procedure_says_what_it_is_to_machines(visit, lang, name):
    service = visit(f"/{lang}/procedures/1.001193").one("[typeof='GovernmentService']")

    assert service.one("h1[property='name']").text == name
    assert service.one("meta[property='identifier']").attr("content") == "1.001193"
    assert service.one("[property='provider'] meta[property='name']").attr("content")
    assert len(service.all("[property='availableChannel']")) == 3


# What schema.org lets each of these types say.
_MAY_SAY = {
    "GovernmentService": {
        *("url", "identifier", "name", "description", "serviceType", "areaServed", "provider"),
        "availableChannel",
    },
    "Country": {"name"},
    "GovernmentOrganization": {"name", "url"},
    "ServiceChannel": {"name", "availableLanguage", "serviceUrl", "servicePhone"},
    "ContactPoint": {"telephone"},
}


def test_a_procedure_says_to_machines_only_what_the_vocabulary_knows(visit):
    service = visit("/vi/procedures/1.001193").one("[typeof='GovernmentService']")

    for said in service.all("[property]"):
        holder = said.node.parent
        while "typeof" not in holder.attributes:
            holder = holder.parent
        assert said.attr("property") in _MAY_SAY[holder.attributes["typeof"]]
    assert len(service.all("[typeof='ServiceChannel'] [property='serviceUrl']")) == 1
