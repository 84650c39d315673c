"""Behind reverse proxies people are told apart, and by nothing they can write themselves."""

import pytest
from flask import request

from app.factory import create_app
from app.web.guards import public
from tests.support.worlds import portal_settings

SAID = {
    "X-Forwarded-For": "203.0.113.7, 10.0.0.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
}


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [("0", "http://127.0.0.1:8000/ 10.1.1.1"), ("1", "https://127.0.0.1:8000/ 10.0.0.9")],
)
def test_who_asks_is_what_ones_own_proxies_say(tmp_path, proxies, seen):
    portal = create_app(portal_settings(tmp_path, PORTAL_PROXIES=proxies))
    portal.add_url_rule("/who", "who", public(lambda: f"{request.host_url} {request.remote_addr}"))

    told = portal.test_client().get(
        "/who", base_url="http://127.0.0.1:8000", headers=SAID, environ_base={"REMOTE_ADDR": "10.1.1.1"}
    )

    assert told.text == seen
