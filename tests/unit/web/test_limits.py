"""How often one address may try a door."""

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from app.web import limits
from app.web.limits import limiter


@pytest.fixture
def client():
    app = Flask("doors")
    limits.init_app(app, "memory://")

    @app.route("/guarded", methods=["GET", "POST"])
    @limiter.limit("2/minute", methods=["POST"])
    def guarded():
        return "in"

    @app.get("/other")
    @limiter.limit("2/minute")
    def other():
        return "in"

    @app.errorhandler(TooManyRequests)
    def told(error):
        return str(error.retry_after), 429

    return app.test_client()


def test_the_third_try_in_a_minute_is_told_how_long_to_wait(client):
    answers = [client.get("/other") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].text) <= 60


def test_only_the_named_methods_count(client):
    posted = [client.post("/guarded").status_code for _ in range(3)]

    assert posted == [200, 200, 429]
    assert client.get("/guarded").status_code == 200


def test_every_address_and_every_door_counts_by_itself(client):
    for _ in range(3):
        client.get("/other")

    assert client.get("/other", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
    assert client.post("/guarded").status_code == 200
