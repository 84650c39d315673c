"""Whatever somebody writes into an address or a form, no page of the portal fails."""

import re
from functools import cache
from inspect import getfile, unwrap
from itertools import product
from pathlib import Path

import pytest

from tests.support.visitor import PORTAL

NUL, BROKEN, DIGITS = "a%00b", "%ff%ED%A0%80", "0" * 5000
NOBODY = "00000000-0000-4000-8000-000000000000"
ITSELF = {"code": "1.001193", "lang": "vi", "item": "0", "version": "1", "number": "1"}
_ASKED = re.compile(r'(?:args|query|asked|_in)\b[^"\n]*"(\w+)"')
_TYPED = re.compile(r'form\.(?:get|getlist)\("([\w-]+)"|^    (\w+) = \w+Field\(', re.M)


@pytest.fixture
def ask(visitor, portal):
    """Requests of somebody who may open every page, from ever new addresses; the status comes back."""
    visitor.sign_in("001180000099")
    page = visitor.visit("/vi/account/notices")
    token = page.one("form[action='/auth/logout'] [name=csrf_token]").attr("value")

    def send(method, path, query="", form=""):
        visitor.move_house()
        data = f"csrf_token={token}&{form}" if method == "POST" else None
        options = {"data": data, "content_type": "application/x-www-form-urlencoded"} if data else {}
        answer = visitor.client.open(f"{path}?{query}", method=method, base_url=PORTAL, **options)
        return answer.status_code

    return send


def test_no_part_of_an_address_makes_a_page_fail(portal, ask):
    failed = [
        (method, rule.rule, part, value[:5])
        for rule, method, part, value in wrong_addresses(portal)
        if ask(method, address(rule, **{part: value})) >= 500
    ]

    assert failed == []


def test_who_is_not_signed_in_meets_no_failure_either(portal, client):
    failed = []
    for rule, method, part, value in wrong_addresses(portal):
        answer = client.open(address(rule, **{part: value}), method=method, data={"typed": "words"})
        if answer.status_code >= 500:
            failed.append((method, rule.rule, part, value[:5]))

    assert failed == []


def test_no_query_and_no_field_makes_a_page_fail(portal, ask):
    failed = []
    for rule, method in doors(portal):
        asked, typed = names_in(folder_of(portal, rule))
        for name, value in product(sorted(asked if method == "GET" else typed), (NUL, DIGITS)):
            said = (f"{name}={value}", "") if method == "GET" else ("", f"{name}={value}")
            if ask(method, address(rule), *said) >= 500:
                failed.append((method, rule.rule, name, value[:5]))

    assert failed == []


def wrong_addresses(portal):
    """Every address with each method, one part of it wrong."""
    for rule, method in doors(portal):
        for part, value in product(sorted(rule.arguments - {"lang"}), (NUL, BROKEN, DIGITS)):
            yield rule, method, part, value


def doors(portal):
    """Every address with each of its methods, without what ends the visit and what says how the portal is."""
    for rule in portal.url_map.iter_rules():
        if rule.endpoint not in {"sign_in.logout", "assets.file"} and not rule.endpoint.startswith("health."):
            yield from ((rule, method) for method in sorted(rule.methods & {"GET", "POST"}))


def address(rule, **parts):
    """The path of a rule; what it is not told is something there is, or nobody's."""
    values = dict.fromkeys(rule.arguments, NOBODY) | ITSELF | parts
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part: values[part[1]], rule.rule)


def folder_of(portal, rule):
    """The folder of the feature that answers."""
    return Path(getfile(unwrap(portal.view_functions[rule.endpoint]))).parent


@cache
def names_in(folder):
    """What the sources of a feature ask of queries, and of forms."""
    sources = "\n".join(file.read_text("utf-8") for file in folder.rglob("*.py"))
    typed = {name for found in _TYPED.findall(sources) for name in found if name}
    return set(_ASKED.findall(sources)), typed
