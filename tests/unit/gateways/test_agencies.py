"""What is asked of agencies, as it goes over the line."""

import httpx2

from app.gateways.agencies import AgencyGateway


def test_what_others_wrote_stays_inside_its_part_of_an_address():
    asked = []

    def answer(request):
        asked.append(request.url.raw_path.decode())
        return httpx2.Response(200, json={"access_token": "x"})

    gateway = AgencyGateway(
        url="http://agency.test",
        client_id="portal",
        client_secret="secret",
        transport=httpx2.MockTransport(answer),
    )

    gateway.result_file("../people?x=1#\n")
    gateway.write("key", "H01/../events", {})

    assert asked[1:] == ["/v1/results/..%2Fpeople%3Fx%3D1%23%0A", "/v1/dossiers/H01%2F..%2Fevents/messages"]
