"""Web push: the standards' own example, who may be called, and what answers mean."""

import ipaddress

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from app.errors import Unavailable
from app.gateways.client import Refused
from app.gateways.push import Gone, PushGateway, Target
from app.gateways.web_push_encryption import (
    Ephemeral,
    VapidKey,
    encrypt,
    from_base64url,
    kept_key,
    to_base64url,
)

# RFC 8291, appendix A
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
TARGET = Target("https://push.example/send/1", BROWSER, AUTH)
SHOWN = {"title": "Cổng", "body": "Hồ sơ", "path": "/vi/dossiers/1", "lang": "vi", "tag": "0b2b-2a86"}


def test_the_example_of_the_standard_comes_out_byte_for_byte():
    number = int.from_bytes(from_base64url(SENDER), "big")
    fresh = Ephemeral(ec.derive_private_key(number, ec.SECP256R1()), from_base64url(SALT))

    assert to_base64url(encrypt(PLAIN, BROWSER, AUTH, fresh)) == BODY


def test_the_same_message_never_looks_the_same_twice():
    assert encrypt(PLAIN, BROWSER, AUTH) != encrypt(PLAIN, BROWSER, AUTH)


def gateway(answer=201, addresses=("203.0.114.1",), seen=None):
    """A gateway whose push service answers with one status."""

    def respond(request):
        if seen is not None:
            seen.append(request)
        return httpx2.Response(answer, headers={"Location": "http://127.0.0.1/"})

    return PushGateway(
        VapidKey(SENDER),
        "https://portal.example",
        now=lambda: 1_000_000.0,
        resolve=lambda _host: list(addresses),
        transport=httpx2.MockTransport(respond),
    )


def test_the_sender_says_who_it_is_to_this_push_service_only():
    seen = []

    gateway(seen=seen).send(TARGET, SHOWN, urgent=True)

    (request,) = seen
    scheme, token, key = request.headers["Authorization"].replace(",", "").split()
    public = from_base64url(key.removeprefix("k="))
    found = jwt.decode(
        token.removeprefix("t="),
        ECKey.import_key(
            {
                "kty": "EC",
                "crv": "P-256",
                "x": to_base64url(public[1:33]),
                "y": to_base64url(public[33:]),
            }
        ),
        ["ES256"],
    )
    assert scheme == "vapid"
    assert found.claims["aud"] == "https://push.example"
    assert 0 < found.claims["exp"] - 1_000_000 <= 24 * 3600
    assert request.headers["TTL"] == "259200"
    assert request.headers["Urgency"] == "high"
    assert request.headers["Topic"] == "0b2b2a86"


def test_the_checked_address_is_called_under_the_services_name():
    seen = []

    gateway(seen=seen).send(TARGET, SHOWN, urgent=False)

    assert (seen[0].url.host, seen[0].headers["Host"]) == ("203.0.114.1", "push.example")
    assert seen[0].extensions["sni_hostname"] == "push.example"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "fe80::1",
        "0.0.0.0",
        "::ffff:10.0.0.1",
    ],
)
def test_a_name_that_leads_inside_is_never_called(address):
    seen = []
    assert not ipaddress.ip_address(address).is_global

    for addresses in ((address,), ("203.0.114.1", address)):
        with pytest.raises(Refused):
            gateway(seen=seen, addresses=addresses).send(TARGET, SHOWN, urgent=False)

    assert seen == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (404, Gone),
        (410, Gone),
        (429, Unavailable),
        (500, Unavailable),
        (503, Unavailable),
        (400, Refused),
        (403, Refused),
        (413, Refused),
        (302, Refused),
    ],
)
def test_answers_are_told_apart(answer, error):
    seen = []

    with pytest.raises(error):
        gateway(answer, seen=seen).send(TARGET, SHOWN, urgent=False)

    assert len(seen) == 1, "a redirect is not followed"


def test_a_name_nobody_knows_is_tried_again():
    def resolve(_host):
        raise OSError("no such name")

    push = PushGateway(VapidKey(SENDER), "https://portal.example", now=lambda: 0.0, resolve=resolve)

    with pytest.raises(Unavailable):
        push.send(TARGET, SHOWN, urgent=False)


def test_the_development_key_is_made_once_and_kept(tmp_path):
    first = kept_key(tmp_path / "vapid.key")

    assert kept_key(tmp_path / "vapid.key") == first
    assert VapidKey(first).public
    assert [file.name for file in tmp_path.iterdir()] == ["vapid.key"]
    assert (tmp_path / "vapid.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "AAAA", "é", "A" * 44])
def test_a_key_that_is_none_is_said_at_once(text):
    with pytest.raises(ValueError):
        VapidKey(text)
