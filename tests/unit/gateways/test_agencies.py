"""What is asked of agencies, as it goes over the line."""

import httpx2
import pytest

from app.errors import Unavailable
from app.gateways.agencies import AgencyGateway


@pytest.fixture
def answering():
    """A gateway to an agency that gives this answer, and what it was asked."""

    def gateway(told):
        asked = []

        def answer(request):
            asked.append(request.url.raw_path.decode())
            return httpx2.Response(200, json={"access_token": "x", **told})

        transport = httpx2.MockTransport(answer)
        at = {"url": "http://agency.test", "client_id": "portal", "client_secret": "secret"}
        return AgencyGateway(**at, transport=transport), asked

    return gateway


def test_what_others_wrote_stays_inside_its_part_of_an_address(answering):
    gateway, asked = answering({})

    gateway.result_file("../people?x=1#\n")
    gateway.write("key", "H01/../events", {})

    assert asked[1:] == ["/v1/results/..%2Fpeople%3Fx%3D1%23%0A", "/v1/dossiers/H01%2F..%2Fevents/messages"]


def test_a_moment_without_a_zone_is_not_what_was_agreed(answering):
    told = {"dossier_code": "H01-1", "agency": {"code": "H01", "name": {"vi": "Phường"}}, "files": []}
    with_zone, _ = answering({**told, "received_at": "2026-11-23T08:00:00+07:00"})
    without, _ = answering({**told, "received_at": "2026-11-23T08:00:00"})

    assert with_zone.submit("key", {}).received_at.utcoffset() is not None
    with pytest.raises(Unavailable):
        without.submit("key", {})
