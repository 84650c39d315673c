"""The first page: what a person can begin from it, and the ways out of a mistake."""

import pytest


def test_the_door_leads_to_the_language_the_browser_asks_for(client):
    english = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.8"})
    other = client.get("/", headers={"Accept-Language": "fr"})

    assert (english.status_code, english.location) == (302, "/en/")
    assert (other.status_code, other.location) == (302, "/vi/")
    assert "Accept-Language" in english.headers["Vary"]


def test_the_remembered_language_wins(client):
    client.get("/en/")

    assert client.get("/", headers={"Accept-Language": "vi"}).location == "/en/"


def test_the_search_field_offers_suggestions_and_works_alone(visit, send):
    page = visit("/vi/")

    assert page.one("#q").attr("hx-target") == "#suggestions"
    assert send(page, {"q": "khai sinh"}, form=".search-box").url.endswith("/vi/procedures?q=khai+sinh")


def test_the_most_used_procedures_lead_to_their_pages(visit):
    page = visit("/vi/")
    links = page.all("#used + .links a")

    assert len(links) == 8
    assert visit(links[0].attr("href")).heading == links[0].text


def test_life_events_of_people_and_businesses_are_two_addresses(visit):
    people, business = visit("/vi/"), visit("/vi/?tab=business")

    assert people.one(".tabs [aria-current]").text == "Người dân"
    assert business.one(".tabs [aria-current]").text == "Doanh nghiệp"
    assert set(people.texts(".tiles a")).isdisjoint(business.texts(".tiles a"))


def test_a_tab_is_swapped_alone(fragment):
    part = fragment("/vi/?tab=business", "div#events")

    assert part.one("#events .tabs [aria-current]").text == "Doanh nghiệp"


def test_every_tile_leads_somewhere_with_procedures(visit):
    for tile in visit("/en/").all(".tiles a"):
        assert not tile.text.endswith(" 0 procedures")
        assert visit(tile.attr("href")).heading


def test_the_numbers_are_those_of_the_catalogue(visit):
    page = visit("/vi/")
    listed = visit("/vi/procedures")

    assert page.texts(".figures dd")[0] in listed.one("[role=status]").text


@pytest.mark.parametrize("typed", ["000.00.00.h26-261119-0042", "  000.00.00.H26-261119-0042 "])
def test_a_dossier_code_leads_to_its_dossier_however_it_is_typed(client, typed):
    answer = client.get("/vi/find-dossier", query_string={"code": typed})

    assert (answer.status_code, answer.location) == (303, "/vi/dossiers/000.00.00.H26-261119-0042")


def test_no_code_leads_to_the_list_of_dossiers(client):
    assert client.get("/vi/find-dossier?code=").location == "/vi/dossiers"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_unknown_address_offers_the_search_and_the_hotline(visit, lang):
    page = visit(f"/{lang}/procedures/0.000000", status=404)

    assert page.has("form[role=search]")
    assert "1800 1096" in page.text


def test_an_address_where_no_page_stands_keeps_its_language(visit):
    visit("/vi/")

    page = visit("/en/nothing-here", status=404)

    assert page.one("html").attr("lang") == "en"
    assert page.one(".language").attr("href") == "/vi/nothing-here"


def test_the_switch_keeps_the_page_and_its_question(visit):
    page = visit("/vi/?tab=business")

    assert page.one(".language").attr("href") == "/en/?tab=business"
    assert page.one(".language").attr("lang") == "en"
    assert visit("/en/?tab=business").heading == "What do you need to do?"


def test_a_signed_in_person_is_named_and_can_sign_out(sign_in):
    page = sign_in()

    assert page.one(".menu summary").text.endswith("Trần Thị Bình")
    assert page.one(".menu form").attr("action") == "/auth/logout"
