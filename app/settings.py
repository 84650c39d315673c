"""Everything the portal is told from outside, read once."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

_VAPID = re.compile(r"[A-Za-z0-9_-]{43}=?")


class SettingsError(Exception):
    """The environment cannot be used; the message names every missing or malformed setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The portal's settings; `from_environment` is the only reader of environment variables."""

    env: str
    secret_key: str = field(repr=False)
    public_url: str
    data_dir: Path
    database_url: str
    cache_url: str
    files_url: str
    gateway_url: str
    gateway_client_id: str
    gateway_client_secret: str = field(repr=False)
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str | None = field(repr=False)
    oidc_private_key: str | None = field(repr=False)
    encryption_keys: tuple[bytes, ...] = field(repr=False)
    smtp_url: str | None
    clamd_url: str | None
    trust_anchors: Path | None
    certified_anchors: Path | None
    signing_url: str
    signing_client_id: str
    signing_client_secret: str = field(repr=False)
    signing_anchors: Path | None
    receipt_keys: tuple[Path, ...]
    misses_from: int
    proxies: int
    vapid_private_key: str | None = field(repr=False)

    @property
    def secure(self) -> bool:
        """Whether the portal is served over HTTPS, so cookies may demand it."""
        return urlsplit(self.public_url).scheme == "https"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read every setting; raises `SettingsError` with one message naming all that are wrong."""
        return _Reader(environ).settings()


_DEVELOPMENT = {
    "PORTAL_SECRET_KEY": "development-only-not-a-secret",
    "PORTAL_GATEWAY_URL": "http://127.0.0.1:{sandbox}/gateway",
    "PORTAL_GATEWAY_CLIENT_ID": "portal",
    "PORTAL_GATEWAY_CLIENT_SECRET": "portal-development-secret",
    "PORTAL_OIDC_ISSUER": "http://127.0.0.1:{sandbox}/oidc",
    "PORTAL_OIDC_CLIENT_ID": "portal",
    "PORTAL_OIDC_CLIENT_SECRET": "portal-development-secret",
    "PORTAL_ENCRYPTION_KEYS": base64.b64encode(b"development-only-encryption-key!").decode(),
    "PORTAL_SIGNING_URL": "http://127.0.0.1:{sandbox}/signing",
    "PORTAL_SIGNING_CLIENT_ID": "portal",
    "PORTAL_SIGNING_CLIENT_SECRET": "portal-development-secret",
    "PORTAL_PUBLIC_URL": "http://127.0.0.1:{portal}",
}


class _Reader:
    """Reads the environment and collects every complaint before giving up."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._env = environ.get("PORTAL_ENV", "development")
        self._wrong: list[str] = []

    def settings(self) -> Settings:
        data_dir = Path(self._environ.get("PORTAL_DATA_DIR", "var")).absolute()
        settings = Settings(
            env=self._env,
            secret_key=self._required("PORTAL_SECRET_KEY"),
            public_url=self._url("PORTAL_PUBLIC_URL"),
            data_dir=data_dir,
            database_url=self._environ.get("PORTAL_DATABASE_URL") or f"sqlite:///{data_dir}/portal.sqlite3",
            cache_url=self._environ.get("PORTAL_CACHE_URL") or "memory://",
            files_url=self._files(data_dir),
            gateway_url=self._url("PORTAL_GATEWAY_URL"),
            gateway_client_id=self._required("PORTAL_GATEWAY_CLIENT_ID"),
            gateway_client_secret=self._required("PORTAL_GATEWAY_CLIENT_SECRET"),
            oidc_issuer=self._url("PORTAL_OIDC_ISSUER"),
            oidc_client_id=self._required("PORTAL_OIDC_CLIENT_ID"),
            oidc_client_secret=self._client_secret(),
            oidc_private_key=self._environ.get("PORTAL_OIDC_PRIVATE_KEY"),
            encryption_keys=self._keys("PORTAL_ENCRYPTION_KEYS"),
            smtp_url=self._environ.get("PORTAL_SMTP_URL"),
            clamd_url=self._scanner("PORTAL_CLAMD_URL"),
            trust_anchors=self._anchors("PORTAL_TRUST_ANCHORS", "authority/sandbox-ca.pem"),
            certified_anchors=self._anchors("PORTAL_CERTIFIED_ANCHORS", "authority/sandbox-ca.pem"),
            signing_url=self._url("PORTAL_SIGNING_URL"),
            signing_client_id=self._required("PORTAL_SIGNING_CLIENT_ID"),
            signing_client_secret=self._required("PORTAL_SIGNING_CLIENT_SECRET"),
            signing_anchors=self._anchors("PORTAL_SIGNING_ANCHORS", "signing-authority/signing-ca.pem"),
            receipt_keys=self._receipt_keys("PORTAL_RECEIPT_KEY"),
            misses_from=self._count("PORTAL_MISSES_FROM", 3 if self._env == "production" else 1),
            proxies=self._count("PORTAL_PROXIES", 0, least=0),
            vapid_private_key=self._vapid("PORTAL_VAPID_PRIVATE_KEY"),
        )
        if self._wrong:
            raise SettingsError("The portal cannot start. " + "; ".join(self._wrong) + ".")
        return settings

    def _required(self, name: str) -> str:
        value = self._environ.get(name) or self._development(name)
        if not value:
            self._wrong.append(f"{name} is missing")
        return value or ""

    def _development(self, name: str) -> str | None:
        if self._env == "production":
            return None
        default = _DEVELOPMENT.get(name)
        return default and default.format(
            portal=self._environ.get("PORTAL_PORT", "8000"), sandbox=self._environ.get("SANDBOX_PORT", "8001")
        )

    def _anchors(self, name: str, sandbox_file: str) -> Path | None:
        """A PEM file or a folder of them; in development an authority of the sandbox."""
        given = self._environ.get(name)
        if given and not Path(given).exists():
            self._wrong.append(f"{name} is no file or folder")
        if given or self._env == "production":
            return Path(given).absolute() if given else None
        beside = Path(self._environ.get("PORTAL_DATA_DIR", "var")) / "sandbox"
        sandbox = Path(self._environ.get("SANDBOX_DATA_DIR", beside))
        return (sandbox / sandbox_file).absolute()

    def _receipt_keys(self, name: str) -> tuple[Path, ...]:
        """PEM files, newest first; none in development, where one is made and kept in the data folder."""
        value = self._environ.get(name) or (self._required(name) if self._env == "production" else "")
        paths = tuple(Path(part.strip()).absolute() for part in value.split(",") if part.strip())
        self._wrong += [f"{name}: {path.name} is no file" for path in paths if not path.is_file()]
        return paths

    def _client_secret(self) -> str | None:
        if self._environ.get("PORTAL_OIDC_PRIVATE_KEY"):
            return self._environ.get("PORTAL_OIDC_CLIENT_SECRET")
        return self._required("PORTAL_OIDC_CLIENT_SECRET")

    def _url(self, name: str) -> str:
        value = self._required(name).rstrip("/")
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.netloc):
            self._wrong.append(f"{name} is not an http(s) address")
        return value

    def _count(self, name: str, default: int, *, least: int = 1) -> int:
        value = self._environ.get(name) or str(default)
        if not (value.isascii() and value.isdigit() and least <= int(value) <= 1000):
            self._wrong.append(f"{name} is not a number from {least} to 1000")
            return default
        return int(value)

    def _files(self, data_dir: Path) -> str:
        value = self._environ.get("PORTAL_FILES_URL") or f"file://{quote(str(data_dir))}/files"
        if urlsplit(value).scheme != "file":
            self._wrong.append("PORTAL_FILES_URL is not a file:// address, the only kind supported so far")
        return value

    def _scanner(self, name: str) -> str | None:
        """`tcp://host:port` or `unix:///path`."""
        value = self._environ.get(name) or None
        parts = urlsplit(value or "")
        if value and not (parts.path if parts.scheme == "unix" else parts.scheme == "tcp" and parts.port):
            self._wrong.append(f"{name} is not tcp://host:port or unix:///path")
        return value

    def _vapid(self, name: str) -> str | None:
        """A P-256 key in base64url; none in development, where one is made and kept in the data folder."""
        value = self._environ.get(name) if self._env != "production" else self._required(name)
        if value and not _VAPID.fullmatch(value):
            self._wrong.append(f"{name} is not 32 bytes in base64url")
        return value or None

    def _keys(self, name: str) -> tuple[bytes, ...]:
        """AES-256 keys in base64, newest first, separated by commas."""
        keys: list[bytes] = []
        for position, text in enumerate(filter(None, self._required(name).split(",")), start=1):
            try:
                key = base64.b64decode(text.strip(), validate=True)
            except ValueError:
                key = b""
            if len(key) != 32:
                self._wrong.append(f"{name}: key {position} is not 32 bytes in base64")
            keys.append(key)
        return tuple(keys)
