"""When something breaks, the page says what is safe, and needs nothing that may be broken."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.features.catalogue.service import CatalogueService
from app.web.services import provide
from tests.support.visitor import PORTAL


@pytest.fixture
def broken(portal: Flask) -> Flask:
    """A portal whose catalogue cannot reach its database."""

    def build() -> CatalogueService:
        raise OperationalError("SELECT 1", {}, Exception("disk I/O error"))

    provide(portal, CatalogueService, build)
    return portal


@pytest.mark.parametrize(
    ("lang", "heading"),
    [("vi", "Hệ thống của chúng tôi gặp lỗi"), ("en", "Something went wrong on our side")],
)
def test_a_broken_database_is_said_with_a_reference_for_the_hotline(broken, visit, lang, heading):
    page = visit(f"/{lang}/", status=503)

    assert page.heading == heading
    assert page.one(".quiet .num").text
    assert "disk I/O" not in page.text


def test_the_words_of_every_failure_of_a_request_come_with_the_page(visit):
    page = visit("/vi/")

    assert page.has("template#failures")
    assert re.findall(r'data-reason="(\w+)"', page.html) == ["offline", "slow", "server", "busy", "large"]


def test_too_many_requests_are_told_when_to_come_again(client):
    answers = [client.get("/en/verify/000.00.00.G01-261122-0001") for _ in range(61)]

    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert "Too many requests" in answers[-1].text
    assert 'href="/en/verify/000.00.00.G01-261122-0001">Try again</a>' in answers[-1].text


@pytest.mark.parametrize("known", [True, False])
def test_a_step_sent_with_more_than_is_read_says_so_instead_of_failing(sign_in, client, known):
    if known:
        sign_in()

    too_much = {"CONTENT_LENGTH": str(10**9)}
    answer = client.post(f"{PORTAL}/vi/applications/{uuid4()}/papers", environ_overrides=too_much)

    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.text
