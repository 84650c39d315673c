"""HTTP to an outside system."""

import httpx2
import pytest

from app.errors import Unavailable
from app.gateways.client import Breaker, HttpClient, Refused, decoded
from app.gateways.service_tokens import ServiceToken


def _client(answers):
    calls = []

    def answer(request):
        calls.append(request)
        found = answers[min(len(calls), len(answers)) - 1]
        if isinstance(found, Exception):
            raise found
        return found

    return HttpClient("http://other.test", transport=httpx2.MockTransport(answer)), calls


def test_a_server_error_is_tried_again_where_that_is_safe():
    client, calls = _client([httpx2.Response(503), httpx2.Response(200, json={"ok": True})])

    response = client.send("GET", "/", attempts=2)

    assert response.json() == {"ok": True}
    assert len(calls) == 2


def test_without_further_attempts_a_failure_is_said_at_once():
    client, calls = _client([httpx2.Response(503)])

    with pytest.raises(Unavailable):
        client.send("POST", "/")

    assert len(calls) == 1


def test_a_lost_line_is_unavailable():
    client, _ = _client([httpx2.ConnectError("no route")])

    with pytest.raises(Unavailable):
        client.send("GET", "/")


def test_a_refusal_carries_what_the_other_side_said():
    client, calls = _client([httpx2.Response(422, json={"error": "invalid"})])

    with pytest.raises(Refused) as caught:
        client.send("GET", "/", attempts=3)

    assert (caught.value.status, caught.value.body) == (422, {"error": "invalid"})
    assert len(calls) == 1


def test_a_refusal_that_is_not_json_is_still_a_refusal():
    client, _ = _client([httpx2.Response(404, text="<html>")])

    with pytest.raises(Refused) as caught:
        client.send("GET", "/")

    assert caught.value.body is None


def test_after_five_failures_the_other_side_is_left_alone_for_a_while():
    client, calls = _client([httpx2.Response(500)])
    for _ in range(5):
        with pytest.raises(Unavailable):
            client.send("GET", "/")

    with pytest.raises(Unavailable, match="several times"):
        client.send("GET", "/")

    assert len(calls) == 5


def test_an_open_breaker_lets_one_call_through_when_its_time_is_over():
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(5):
        breaker.record(worked=False)

    now[0] = 11.0
    breaker.check()

    with pytest.raises(Unavailable):
        breaker.check()


def test_a_success_closes_the_breaker():
    breaker = Breaker(lambda: 0.0)
    for _ in range(4):
        breaker.record(worked=False)

    breaker.record(worked=True)
    breaker.record(worked=False)

    breaker.check()


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 5000, b'{"ok": "yes"}'])
def test_what_was_not_agreed_is_unavailable(body):
    with pytest.raises(Unavailable):
        decoded(httpx2.Response(200, content=body), dict[str, bool])


@pytest.mark.parametrize("granted", [{}, {"access_token": "x", "expires_in": None}, ["x"]])
def test_a_token_that_is_not_as_agreed_is_unavailable(granted):
    client, _ = _client([httpx2.Response(200, json=granted)])

    with pytest.raises(Unavailable):
        ServiceToken(client, "/token", "portal", "secret").header()


def test_how_long_a_token_lasts_may_be_a_text():
    client, _ = _client([httpx2.Response(200, json={"access_token": "x", "expires_in": "300"})])

    assert ServiceToken(client, "/token", "portal", "secret").header() == {"Authorization": "Bearer x"}
