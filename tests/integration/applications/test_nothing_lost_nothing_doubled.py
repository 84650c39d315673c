"""A submission survives every failure, and happens once."""

import threading

import pytest

from tests.support.births import step_of


def test_typed_values_survive_an_expired_session(at_step, sign_in, clock, client):
    page = at_step("child")
    clock.move(hours=3)

    refused = client.post(
        page.url, data={**page.values(), "child_name": "Nguyễn Minh Anh", "child_sex": "female"}
    )
    back = sign_in(to=page.url.partition("8000")[2])

    assert refused.status_code == 401
    assert "đăng nhập" in refused.text.lower()
    assert back.values()["child_name"] == "Nguyễn Minh Anh"
    assert "vẫn còn ở đây" in back.text


def test_parked_values_are_shown_only_once_and_only_to_the_same_browser(
    at_step, sign_in, clock, client, another_visitor
):
    page = at_step("child")
    clock.move(hours=3)
    client.post(page.url, data={**page.values(), "child_name": "Nguyễn Minh Anh"})

    other = another_visitor()
    other.sign_in(to="/vi/")
    elsewhere = other.visit(page.url)

    assert elsewhere.values()["child_name"] == ""


def test_every_window_gets_back_what_was_typed_in_it_when_the_session_ended(
    at_step, sign_in, clock, client, visit
):
    page = at_step()
    child, contact = (visit(page.url.replace("/check", step)) for step in ("/child", "/contact"))
    clock.move(hours=3)
    client.post(child.url, data={**child.values(), "child_name": "Nguyễn Minh Châu"})
    client.post(contact.url, data={**contact.values(), "contact_phone": "0987654321"})

    sign_in()

    assert visit(child.url).values()["child_name"] == "Nguyễn Minh Châu"
    assert visit(contact.url).values()["contact_phone"].replace(" ", "") == "0987654321"


def test_a_form_larger_than_any_of_the_portals_is_not_kept(client):
    refused = client.post("/vi/track", data={"code": "x" * 300_000}, base_url="http://127.0.0.1:8000")

    assert refused.status_code == 400
    assert "parked" not in refused.headers.get("Set-Cookie", "")


def test_autosave_without_a_session_says_so_in_its_place(at_step, clock, client):
    page = at_step("child")
    clock.move(hours=3)

    answer = client.post(
        page.url,
        data={**page.values(), "_action": "save", "child_name": "Nguyễn Minh Anh"},
        headers={"HX-Request": "true", "HX-Target": "p#saved"},
    )

    assert answer.status_code == 401
    assert 'id="saved"' in answer.text
    assert "HX-Retarget" not in answer.headers


def test_autosave_keeps_what_is_typed_and_answers_with_the_time(at_step, client, visit):
    page = at_step("child")

    answer = client.post(
        page.url,
        data={**page.values(), "_action": "save", "child_name": "Nguyễn Minh"},
        headers={"HX-Request": "true", "HX-Target": "p#saved"},
    )

    assert answer.status_code == 200
    assert "Đã lưu lúc 09:00" in answer.text
    assert "<form" not in answer.text
    assert visit(page.url).values()["child_name"] == "Nguyễn Minh"


def test_two_windows_on_different_steps_do_not_undo_each_other(at_step, send, visit):
    page = at_step()
    one = visit(page.url.replace("/check", "/child"))
    other = visit(page.url.replace("/check", "/contact"))

    send(one, {"child_name": "Nguyễn Minh Châu"})
    send(other, {"contact_phone": "0987654321"})

    checked = visit(page.url)
    assert "Nguyễn Minh Châu" in checked.text
    assert "0987654321" in checked.text.replace(" ", "")


def test_twenty_submits_at_once_give_one_dossier(at_step, portal, client, stage):
    page = at_step()
    cookie = client.get_cookie("session", domain="127.0.0.1")
    values = {**page.values(), "declared": "y"}
    places = []

    def press():
        browser = portal.test_client()
        browser.set_cookie("session", cookie.value, domain="127.0.0.1")
        places.append(
            browser.post(page.url, data=values, base_url="http://127.0.0.1:8000").headers.get("Location")
        )

    presses = [threading.Thread(target=press) for _ in range(20)]
    for press_ in presses:
        press_.start()
    for press_ in presses:
        press_.join()

    with stage.desk() as desk:
        assert len(desk.dossiers()) == 1
    assert len(places) == 20
    assert set(places) == {page.url.partition("8000")[2].replace("/check", "/received")}


def test_an_agency_that_is_down_means_the_code_follows(at_step, submit, stage, visit, deliver, clock):
    page = at_step()
    with stage.failures() as failures:
        failures.turn_on("applications", "down")

    receipt = submit(page)
    waiting = visit("/vi/dossiers")
    with stage.failures() as failures:
        failures.clear()
    clock.move(minutes=20)
    deliver()

    assert "Mã hồ sơ sẽ có sau" in receipt.text
    assert "CDV-261123-" in waiting.text
    with stage.desk() as desk:
        (dossier,) = desk.dossiers()
    assert dossier.code in visit(receipt.url).text


@pytest.mark.parametrize("area", ["applications", "files"])
def test_a_lost_answer_is_asked_for_again_and_doubles_nothing(
    at_step, submit, stage, visit, deliver, clock, area
):
    page = at_step()
    with stage.failures() as failures:
        failures.turn_on(area, "lost_response", times=3)

    receipt = submit(page)
    for _ in range(5):
        clock.move(minutes=5)
        deliver()

    with stage.desk() as desk:
        (dossier,) = desk.dossiers()
    assert dossier.code in visit(receipt.url).text


class _Killed(BaseException):
    """The portal's process ends here."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_killed_in_mid_delivery_loses_and_doubles_nothing(
    at_step, submit, stage, visit, deliver, clock, sandbox, moment
):
    page = at_step()
    alive = sandbox.wsgi_app
    sandbox.wsgi_app = _deadly(alive, moment)

    with pytest.raises(_Killed):
        submit(page)
    sandbox.wsgi_app = alive
    clock.move(minutes=20)
    deliver()

    with stage.desk() as desk:
        (dossier,) = desk.dossiers()
    assert dossier.code in visit("/vi/dossiers").text


def _deadly(app, moment):
    """An agency whose caller dies just before or just after it took the application."""

    def answer(environ, start_response):
        if not environ["PATH_INFO"].endswith("/v1/applications"):
            return app(environ, start_response)
        if moment == "after":
            b"".join(app(environ, start_response))
        raise _Killed

    return answer


def test_the_language_of_sending_is_kept_with_the_dossier(at_step, send, visit, stage):
    page = at_step()
    english = visit(page.url.replace("/vi/", "/en/"))

    receipt = send(english, {"declared": "y"}, button="Send the application")

    assert step_of(receipt) == "received"
    with stage.desk() as desk:
        (dossier,) = desk.dossiers()
        assert dossier.language == "en"
