"""What an operator can set, and what stops the start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.agencies.definitions import BadDefinition, Definitions
from app.sandbox.settings import BadSettings, SandboxSettings


def test_without_settings_it_listens_where_the_portal_expects_it() -> None:
    settings = SandboxSettings.from_environment({})

    assert settings.issuer == "http://127.0.0.1:8001/oidc"
    assert settings.database_url.endswith("var/sandbox/sandbox.sqlite3")
    assert (settings.oidc_client_id, settings.gateway_client_id) == ("portal", "portal")


def test_another_port_is_also_in_its_own_address() -> None:
    assert SandboxSettings.from_environment({"SANDBOX_PORT": "9001"}).issuer == "http://127.0.0.1:9001/oidc"


def test_everything_malformed_is_named_at_once() -> None:
    environ = {"SANDBOX_PORT": "many", "SANDBOX_PUBLIC_URL": "somewhere", "SANDBOX_PORTAL_URL": "ftp://x"}

    with pytest.raises(BadSettings) as refused:
        SandboxSettings.from_environment(environ)

    assert all(name in str(refused.value) for name in environ)


@pytest.mark.parametrize(
    ("content", "schema"),
    [
        ("{", {}),
        ({"id": "other", "version": 1, "procedure": "1.000001"}, {}),
        ({"id": "form", "version": 1}, {}),
        ({"id": "form", "version": 1, "procedure": "1.000001"}, {"type": "nonsense"}),
        (None, {}),
    ],
)
def test_a_definition_that_is_wrong_is_named(tmp_path: Path, content: Any, schema: Any) -> None:
    folder = tmp_path / "form"
    folder.mkdir()
    (folder / "1.schema.json").write_text(json.dumps(schema))
    if content is not None:
        (folder / "1.json").write_text(content if isinstance(content, str) else json.dumps(content))

    with pytest.raises(BadDefinition, match=r"form/1\.json"):
        Definitions(tmp_path)


def test_a_definition_without_schema_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "form").mkdir()
    (tmp_path / "form" / "1.json").write_text("{}")

    assert Definitions(tmp_path).all() == []
