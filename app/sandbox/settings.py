"""Settings of the sandbox: one frozen object, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
DEVELOPMENT_CLIENT = "portal"
DEVELOPMENT_SECRET = "portal-development-secret"  # noqa: S105 - the published secret of a demonstration
DEFAULT_PORT = 8001
HIGHEST_PORT = 65535


class BadSettings(Exception):
    """The environment cannot be used; the message names every setting and what is wrong with it."""


@dataclass(frozen=True)
class SandboxSettings:
    """What an operator may choose about the sandbox; URLs have no slash at the end."""

    data_dir: Path
    database_url: str
    port: int = DEFAULT_PORT
    public_url: str = f"http://127.0.0.1:{DEFAULT_PORT}"
    portal_url: str = "http://127.0.0.1:8000"
    oidc_client_id: str = DEVELOPMENT_CLIENT
    oidc_client_secret: str = DEVELOPMENT_SECRET
    gateway_client_id: str = DEVELOPMENT_CLIENT
    gateway_client_secret: str = DEVELOPMENT_SECRET
    signing_client_id: str = DEVELOPMENT_CLIENT
    signing_client_secret: str = DEVELOPMENT_SECRET
    definitions_dir: Path = HERE / "agencies" / "definitions"

    @property
    def pushing_keys(self) -> Path:
        """Where agencies that push keep the keys they sign with."""
        return self.data_dir / "pushing"

    @property
    def issuer(self) -> str:
        """The issuer identifier of the identity provider (OpenID Connect Discovery 1.0)."""
        return f"{self.public_url}/oidc"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> SandboxSettings:
        """Read the `SANDBOX_…` variables; raises BadSettings naming all that are malformed."""
        port = environ.get("SANDBOX_PORT", str(DEFAULT_PORT))
        public_url = environ.get("SANDBOX_PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
        portal_url = environ.get("SANDBOX_PORTAL_URL", cls.portal_url).rstrip("/")
        _refuse_malformed(port, {"SANDBOX_PUBLIC_URL": public_url, "SANDBOX_PORTAL_URL": portal_url})
        data_dir = Path(environ.get("SANDBOX_DATA_DIR", "var/sandbox"))
        return cls(
            data_dir=data_dir,
            database_url=environ.get("SANDBOX_DATABASE_URL", _sqlite(data_dir)),
            port=int(port),
            public_url=public_url,
            portal_url=portal_url,
            oidc_client_id=environ.get("SANDBOX_OIDC_CLIENT_ID", DEVELOPMENT_CLIENT),
            oidc_client_secret=environ.get("SANDBOX_OIDC_CLIENT_SECRET", DEVELOPMENT_SECRET),
            gateway_client_id=environ.get("SANDBOX_GATEWAY_CLIENT_ID", DEVELOPMENT_CLIENT),
            gateway_client_secret=environ.get("SANDBOX_GATEWAY_CLIENT_SECRET", DEVELOPMENT_SECRET),
            signing_client_id=environ.get("SANDBOX_SIGNING_CLIENT_ID", DEVELOPMENT_CLIENT),
            signing_client_secret=environ.get("SANDBOX_SIGNING_CLIENT_SECRET", DEVELOPMENT_SECRET),
            definitions_dir=Path(environ.get("SANDBOX_DEFINITIONS_DIR", cls.definitions_dir)),
        )

    @classmethod
    def for_tests(cls, folder: Path, **fields: Any) -> SandboxSettings:
        """A sandbox that lives in `folder`; `fields` override single settings."""
        return replace(cls(data_dir=folder, database_url=_sqlite(folder)), **fields)


def _sqlite(data_dir: Path) -> str:
    return f"sqlite:///{(data_dir / 'sandbox.sqlite3').absolute()}"


def _refuse_malformed(port: str, urls: Mapping[str, str]) -> None:
    wrong = []
    if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        wrong.append(f"SANDBOX_PORT must be a port number, not {port!r}")
    for name, url in urls.items():
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            wrong.append(f"{name} must be an http(s) address, not {url!r}")
    if wrong:
        raise BadSettings("; ".join(wrong))
