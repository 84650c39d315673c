"""What a step asks of the database; `python -m bench.processor` says what it asks of the processor."""

from tests.support.births import MOTHER


def test_a_page_asks_once_for_the_person_and_once_for_the_draft(at_step, visit, statements):
    page = at_step("child")
    visit(page.url)

    with statements() as sent:
        visit(page.url)

    assert [_kind(statement) for statement in sent] == ["SELECT sign_in", "SELECT draft"]


def test_an_answer_reads_the_draft_once_under_lock_and_saves_it_once(at_step, client, statements):
    page = at_step("child")
    form = page.submission(MOTHER["child"], button="Tiếp tục").fields

    with statements() as sent:
        answer = client.post(page.url, data=form)

    assert answer.status_code == 303
    assert [_kind(statement) for statement in sent] == ["SELECT sign_in", "SELECT draft", "UPDATE draft"]


def test_saving_in_passing_costs_no_more_than_an_answer(at_step, client, statements):
    page = at_step("child")
    form = {**page.submission(MOTHER["child"]).fields, "_action": "save"}

    with statements() as sent:
        saved = client.post(page.url, data=form, headers={"HX-Request": "true", "HX-Target": "p#saved"})

    assert saved.status_code == 200
    assert [_kind(statement) for statement in sent] == ["SELECT sign_in", "SELECT draft", "UPDATE draft"]


def _kind(statement: str) -> str:
    """What is done to which table."""
    words = statement.split()
    verb = words[0].upper()
    table = words[1] if verb == "UPDATE" else words[len(words) - words[::-1].index("FROM")]
    return f"{verb} {table}"
