"""Due days in a calendar: one dossier's, and a private address for all of them."""

import re

import pytest
from sqlalchemy import text

from tests.support.filing import file_application

PORTAL = "http://127.0.0.1:8000"


@pytest.fixture
def code(visitor, world, officer, deliver, birth_payload):
    """The code of a dossier the agency has accepted."""
    visitor.sign_in()
    file_application(world, birth_payload)
    deliver()
    with officer() as desk:
        found = desk.dossiers()[0].code
        desk.accept(found)
    deliver()
    return found


@pytest.fixture
def get(client):
    """A raw request to the portal."""
    return lambda url, **headers: client.get(url, base_url=PORTAL, headers=headers)


@pytest.fixture
def address(visitor, send, visit):
    """Makes a private address and says what it is."""

    def make(lang="vi"):
        page = send(visit(f"/{lang}/calendar"), form="form[action$='/calendar']")
        return page.one("main code").text.removeprefix(PORTAL)

    return make


def fields(answer):
    lines = answer.get_data(as_text=True).replace("\r\n ", "").split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line)


def test_one_dossiers_due_day_is_a_calendar_file(get, code, visit, world):
    link = visit(f"/en/dossiers/{code}").one("a[href$='deadline.ics']").attr("href")

    answer = get(link)

    with world.database.session(writes=False) as session:
        due = str(session.execute(text("SELECT due_at FROM dossier")).scalar_one())[:10].replace("-", "")
    assert answer.mimetype == "text/calendar"
    assert fields(answer)["DTSTART;VALUE=DATE"] == due
    assert fields(answer)["DESCRIPTION"] == f"Result due: {fields(answer)['SUMMARY'].partition(': ')[2]}"
    assert fields(answer)["URL"] == f"{PORTAL}/en/dossiers/{code}"


def test_somebody_elses_dossier_has_no_calendar(another_visitor, code):
    other = another_visitor()
    other.sign_in("079085000022")

    other.visit(f"/vi/dossiers/{code}/deadline.ics", status=404)


def test_a_dossier_that_waits_for_the_person_has_no_due_day(code, visit, world):
    with world.database.transaction() as session:
        session.execute(text("UPDATE dossier SET status = 5"))
        session.commit()

    visit(f"/vi/dossiers/{code}/deadline.ics", status=404)
    assert not visit(f"/vi/dossiers/{code}").has("a[href$='deadline.ics']")


@pytest.mark.parametrize(("lang", "words"), [("vi", "Hạn trả kết quả"), ("en", "Result due")])
def test_a_private_address_gives_every_due_day_without_signing_in(
    address, code, another_visitor, lang, words
):
    url = address(lang)

    answer = another_visitor().client.get(url, base_url=PORTAL)

    body = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert code in body and words in body
    assert body.count("BEGIN:VEVENT") == 1
    assert not re.search(r"Bình|001190|Nguyễn|0912", body)


def test_an_unchanged_calendar_is_not_sent_again(address, code, get, world, clock):
    url = address()
    first = get(url)

    again = get(url, **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.get_data()) == (304, b"")
    with world.database.transaction() as session:
        session.execute(text("UPDATE dossier SET due_at = :d"), {"d": "2026-12-24 10:00:00.000000+00:00"})
        session.commit()
    assert get(url, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_secret_is_nowhere_in_the_database(address, code, world):
    token = address().split("/")[-1].removesuffix(".ics")

    with world.database.session(writes=False) as session:
        kept = session.execute(text("SELECT token_digest FROM calendar_feed")).scalar_one()
    assert len(token) >= 43
    assert token not in kept


def test_a_new_address_ends_the_old_one(address, code, get):
    old, new = address(), address()

    assert (get(old).status_code, get(new).status_code) == (404, 200)


def test_an_address_that_was_taken_back_is_unknown(address, code, get, visit, send):
    url = address()

    page = send(visit("/vi/calendar"), form="form[action$='/revoke']")

    assert get(url).status_code == 404
    assert not page.has("form[action$='/revoke']")


def test_the_address_is_shown_once_and_opens_in_a_calendar_program(visitor, send, visit, code):
    page = send(visit("/en/calendar"), form="form[action$='/calendar']")

    shown = page.one("main code").text
    assert page.one("a[href^='webcal:']").attr("href") == shown.replace("http://", "webcal://")
    assert not visit("/en/calendar").has("main code")


@pytest.mark.parametrize("token", ["x", "a" * 43, "..%2f", "%00"])
def test_guessed_addresses_are_unknown(get, token):
    assert get(f"/calendar/{token}.ics").status_code == 404


def test_a_calendar_costs_three_statements(address, code, get, statements):
    url = address()

    with statements() as sql:
        get(url)

    assert len([one for one in sql if "person" not in one.split("FROM")[-1][:20]]) <= 3
