"""What a remote signing provider says of its certificates."""

import base64

import httpx2
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from app.errors import Unavailable
from app.gateways.signing import SigningGateway
from tests.support.signing import make_authority


def gateway(*certificates):
    told = {
        "credentials/list": {"credentialIDs": ["one"]},
        "credentials/info": {
            "key": {"status": "enabled", "algo": ["1.2.840.10045.4.3.2"]},
            "cert": {"certificates": [base64.b64encode(one).decode() for one in certificates]},
        },
    }

    def answer(request):
        _, _, method = request.url.path.partition("/csc/v2/")
        return httpx2.Response(200, json=told.get(method, {"access_token": "x"}))

    transport = httpx2.MockTransport(answer)
    return SigningGateway(url="http://signing.test", client_id="p", client_secret="s", transport=transport)


def test_a_certificate_that_is_none_is_not_handed_on():
    issuer = make_authority()

    with pytest.raises(Unavailable):
        list(gateway(der(issuer), b"no certificate").credentials_of("001190000011"))
    (found,) = gateway(der(issuer), der(issuer)).credentials_of("001190000011")
    assert found.chain == (der(issuer), der(issuer))


def der(authority):
    return authority.certificate.public_bytes(Encoding.DER)
