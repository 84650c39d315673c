"""Anyone with the code and one fact more sees how far a dossier is, and nothing else."""

import pytest
from sqlalchemy import text

from app.features.applications.sending.receipts import receipt_number
from tests.support.tracking import FACT, NEVER, PHONE

PERSONAL = ("Bình", "Nguyễn", "birth", "0912", "001190", "Cửa Nam", "Hà Nội")


@pytest.mark.parametrize("fact", [FACT, "001190000011", "001 190 000 011"])
def test_the_end_or_the_whole_of_the_id_number_opens_it(ask, code, fact):
    page = ask(code, fact)

    assert page.heading == f"Dossier {code}"
    assert "Step 3 of 5." in page.one(".lead").text
    assert page.one(".steps [aria-current]").text == "In progress"


def test_the_end_of_the_phone_number_opens_it_too(ask, code, world):
    with world.database.transaction() as session:
        session.execute(text("UPDATE dossier SET fact_id_digest = NULL"))
        session.commit()

    assert "Step 3" in ask(code, PHONE[-4:]).text
    assert "Step 3" in ask(code, PHONE).text


def test_only_code_and_completion_are_told(ask, code):
    main = ask(code, FACT).one("main").text

    assert not [word for word in PERSONAL if word.lower() in main.lower()]
    assert "procedure" not in main.lower()


def test_the_second_fact_is_not_in_the_address_and_the_result_stays_a_while(ask, code, stranger, clock):
    page = ask(code, FACT)

    assert FACT not in page.url.replace(code, "")
    assert "Step 3" in stranger.visit(page.url).text
    clock.move(minutes=31)
    assert stranger.visit(page.url).has("#track-form")


def test_a_result_belongs_to_the_browser_that_asked(ask, code, another_visitor):
    url = ask(code, FACT).url

    assert another_visitor().visit(url).has("#track-form")


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda code: f"  {code.replace('-', ' - ')} ", lambda code: code.replace("0", "O", 3)],
)
def test_codes_are_understood_however_they_are_typed(ask, code, typed):
    assert "Step 3" in ask(typed(code), FACT).text


def test_the_receipt_number_is_understood_too(ask, world, code, clock):
    receipt = receipt_number(clock())
    with world.database.transaction() as session:
        session.execute(text("UPDATE dossier SET receipt_number = :r"), {"r": receipt})
        session.commit()

    assert ask(receipt.lower().replace("-", " "), FACT).heading == f"Dossier {code}"


def test_the_code_of_the_receipts_qr_is_filled_in(stranger, code):
    page = stranger.visit(f"/vi/track?code={code}")

    assert page.one("#code").attr("value") == code
    assert page.heading == "Tra cứu hồ sơ"


@pytest.mark.parametrize("typed", ["", "abc", "12345", "H26-999999-0001", "x" * 90, "'; drop table dossier"])
def test_nonsense_gets_help(ask, typed):
    page = ask(typed, FACT, status=422)

    assert set(page.errors) == {"code"}


@pytest.mark.parametrize("typed", ["", "12", "----", "9" * 25])
def test_a_fact_that_cannot_be_one_is_said_so(ask, code, typed):
    assert set(ask(code, typed, status=422).errors) == {"fact"}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (1, "Step 1"),
        (2, "Step 2"),
        (5, "waits for something"),
        (6, "waits for a payment"),
        (7, "withdrawn"),
        (3, "did not accept"),
        (8, "stopped"),
        (9, "Step 4"),
        (10, "Step 5"),
    ],
)
def test_every_status_is_said_in_plain_words(ask, code, set_status, status, words):
    set_status(status)

    page = ask(code, FACT)

    assert words in page.one(".lead").text
    assert page.has(".steps") == (status not in (3, 7, 8))


def test_the_owner_who_is_signed_in_is_led_to_the_dossier(visitor, code):
    assert visitor.visit(f"/en/track?code={code}").url.endswith(f"/en/dossiers/{code}")


def test_somebody_else_who_is_signed_in_must_know_the_fact(another_visitor, ask, code):
    other = another_visitor()
    other.sign_in("079085000022")

    assert other.visit(f"/en/track?code={code}").has("#track-form")
    assert "Step 3" in ask(code, FACT, who=other).text


def test_the_first_page_and_every_footer_lead_to_it(visit, send):
    page = visit("/en/")

    assert page.one("footer a[href='/en/track']").text == "Look up a dossier"
    assert send(page, {"code": NEVER}, form="form[action='/en/track']").one("#code").attr("value") == NEVER


def test_what_a_page_opened_long_ago_sent_is_there_again(stranger, code):
    page = stranger.visit("/en/track")
    stranger.client.delete_cookie("session", domain="127.0.0.1")

    stranger.send(page, {"code": code, "fact": "0011"}, form="#track-form", status=400)
    again = stranger.visit("/en/track")

    assert again.values("#track-form")["code"] == code
    assert not again.errors
