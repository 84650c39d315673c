"""The application as a signed PDF: what an agency takes as signed, and what it must not."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from app.papers.remote_signing import About, complete, prepare
from app.sandbox.factory import create_sandbox
from app.sandbox.house import house_of
from app.sandbox.identity.people import demo_people
from app.sandbox.settings import SandboxSettings
from tests.support.clock import MONDAY_MORNING, MovableClock
from tests.support.contract import complaints
from tests.support.sandbox import BINH, DEFINITIONS, Gateway, make_application
from tests.support.signing import added_to, make_authority, make_pdf, sign


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("sandbox")
    return create_sandbox(
        SandboxSettings.for_tests(folder, definitions_dir=DEFINITIONS), clock=MovableClock()
    )


@pytest.fixture(scope="module")
def signed(sandbox: Any) -> bytes:
    """A paper signed by the applicant at the provider whose authority the agencies know."""
    provider, person = house_of(sandbox).signing, demo_people()[BINH]
    chain = tuple(provider.chain(person, MONDAY_MORNING))
    prepared = prepare(make_pdf(), chain, About("Applicant", person.name, "Test", MONDAY_MORNING))
    return complete(prepared, provider.sign(person, prepared.to_sign, MONDAY_MORNING))


def application_with(gateway: Gateway, pdf: bytes, *, claims_signature: bool) -> dict[str, Any]:
    sha256 = gateway.upload(pdf, "application/pdf")
    application = make_application()
    application["application_pdf"] = {
        "id": application["application_id"],
        "name": "street-tree-1.pdf",
        "media_type": "application/pdf",
        "size": len(pdf),
        "sha256": sha256,
        "signed": claims_signature,
    }
    return application


def test_a_signed_paper_is_taken_and_acknowledged_with_its_hash(sandbox: Any, signed: bytes) -> None:
    gateway = Gateway(sandbox)
    application = application_with(gateway, signed, claims_signature=True)

    answer = gateway.post("applications", application, key=application["application_id"])

    assert complaints("Application", application) == []
    assert answer.status_code == 201
    assert complaints("Acknowledgement", answer.json()) == []
    assert [file["sha256"] for file in answer.json()["files"]] == [hashlib.sha256(signed).hexdigest()]


def test_a_paper_that_nobody_has_signed_is_taken_as_declared(sandbox: Any) -> None:
    gateway = Gateway(sandbox)
    application = application_with(gateway, make_pdf(), claims_signature=False)

    assert gateway.post("applications", application, key=application["application_id"]).status_code == 201


@pytest.mark.parametrize("kind", ["unsigned", "stranger", "changed", "damaged"])
def test_a_paper_that_is_not_signed_as_it_says_is_refused(sandbox: Any, signed: bytes, kind: str) -> None:
    gateway = Gateway(sandbox)
    pdf = {
        "unsigned": make_pdf(),
        "stranger": sign(make_pdf(), make_authority(), name="Trần Thị Bình"),
        "changed": added_to(signed),
        "damaged": signed[:-200],
    }[kind]
    application = application_with(gateway, pdf, claims_signature=True)

    answer = gateway.post("applications", application, key=application["application_id"])

    assert answer.status_code == 422
    assert complaints("Error", answer.json()) == []
    assert answer.json()["errors"][0]["path"] == "$.application_pdf"


@pytest.mark.parametrize(("kind", "status"), [("signed", 201), ("declared", 201), ("claimed", 422)])
def test_the_paper_of_somebody_else_is_checked_like_the_applicants(
    sandbox: Any, signed: bytes, kind: str, status: int
) -> None:
    gateway = Gateway(sandbox)
    application = application_with(gateway, make_pdf(), claims_signature=False)
    pdf = signed if kind == "signed" else make_pdf()
    paper = {
        "id": "b5e0a5a0-0000-4000-8000-000000000001",
        "name": "street-tree-1-partner.pdf",
        "media_type": "application/pdf",
        "size": len(pdf),
        "sha256": gateway.upload(pdf, "application/pdf"),
        "signed": kind != "declared",
    }
    said = {"agreed_at": application["submitted_at"], "statement": "Tôi cam đoan.", "paper": paper}
    application["parties"] = [{"key": "partner", "id_number": BINH, "name": "Trần Thị Bình", **said}]

    answer = gateway.post("applications", application, key=application["application_id"])

    assert complaints("Application", application) == []
    assert answer.status_code == status
    if status == 201:
        assert paper["sha256"] in {file["sha256"] for file in answer.json()["files"]}
    else:
        assert answer.json()["errors"][0]["path"] == "$.parties[0].paper"


def test_a_signature_longer_than_its_room_is_refused_and_nothing_else(sandbox: Any) -> None:
    provider, person = house_of(sandbox).signing, demo_people()[BINH]
    chain = tuple(provider.chain(person, MONDAY_MORNING))
    prepared = prepare(make_pdf(), chain, About("Applicant", person.name, "Test", MONDAY_MORNING))

    with pytest.raises(ValueError, match="does not fit"):
        complete(prepared, b"x" * 100_000)
