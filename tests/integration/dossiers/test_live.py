"""An open page asks again and again; as long as nothing happens that costs next to nothing."""

HTMX = {"HX-Request": "true", "HX-Target": "section#progress"}


def poll(page):
    return page.one("#progress").attr("hx-get")


def test_nothing_new_costs_two_statements(visit, get, code, act, statements):
    act(code, "accept")
    url = poll(visit(f"/vi/dossiers/{code}"))

    with statements() as sql:
        answer = get(url, **HTMX)

    assert answer.status_code == 204
    assert len(sql) <= 2, sql


def test_a_copy_that_is_still_good_costs_two_statements(visit, get, code, act, statements):
    act(code, "accept")
    url = poll(visit(f"/vi/dossiers/{code}"))
    act(code, "start")
    tag = get(url, **HTMX).headers["ETag"]

    with statements() as sql:
        again = get(url, **HTMX, **{"If-None-Match": tag})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert len(sql) <= 2, sql


def test_a_copy_in_the_other_language_is_not_good(visit, get, code, act):
    act(code, "accept")
    url = poll(visit(f"/vi/dossiers/{code}"))
    act(code, "start")
    tag = get(url, **HTMX).headers["ETag"]

    assert get(url.replace("/vi/", "/en/"), **HTMX, **{"If-None-Match": tag}).status_code == 200


def test_news_is_said_politely(visit, fragment, code, act):
    act(code, "accept")
    page = visit(f"/en/dossiers/{code}")
    act(code, "start")

    part = fragment(poll(page), "section#progress")

    assert page.one("#updated").attr("role") == "status"
    assert part.one("hx-partial[hx-target='#updated']").text == "Updated at 09:00."


def test_without_script_a_link_looks_for_news_until_nothing_can_change(visit, code, act):
    act(code, "accept", "start")
    page = visit(f"/en/dossiers/{code}")

    assert visit(page.link("Look for news")).heading == page.heading
    act(code, "finish", "hand_over")
    assert not visit(f"/en/dossiers/{code}").has("#updated")


def test_somebody_elses_page_is_never_called_unchanged(visit, another_visitor, code, act):
    act(code, "accept")
    url = poll(visit(f"/vi/dossiers/{code}"))
    other = another_visitor()
    other.sign_in("079085000022")

    answer = other.client.get(url, base_url="http://127.0.0.1:8000", headers=HTMX)

    assert answer.status_code == 404
