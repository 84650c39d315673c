"""Style sheets, scripts, fonts and pictures under names that change with their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request

from app.web.guards import public

_IMPORT = re.compile(r'@import\s+url\("?([^")]+)"?\)\s*(?:layer\(([\w.-]+)\))?\s*;')
_URL = re.compile(r'url\("?(?!data:|#)([^")]+)"?\)')
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_SPACE = re.compile(r"\s*\n\s*")
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    name: str
    body: bytes
    packed: bytes | None
    media_type: str


class Assets:
    """All assets, read and bundled once; style sheets are one file each, their imports inside."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_path: dict[str, Asset] = {}
        self._served: dict[str, Asset] = {}
        plain = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".css"]
        for file in plain:
            self._add(str(file.relative_to(folder)), file.read_bytes())
        for file in sorted(folder.glob("css/*.css")):
            self._add(str(file.relative_to(folder)), self._bundle(file).encode())

    def url(self, path: str) -> str:
        """The address of an asset; raises `KeyError` when there is no such file."""
        return f"/assets/{self._by_path[path].name}"

    def served(self, name: str) -> Asset | None:
        """The asset served under a name, if any."""
        return self._served.get(name)

    def _add(self, path: str, body: bytes) -> None:
        digest = hashlib.sha256(body).hexdigest()[:12]
        stem, dot, suffix = path.rpartition(".")
        media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if path.endswith(".webmanifest"):
            media_type = "application/manifest+json"
        packs = not path.endswith((".woff2", ".png", ".jpg"))
        asset = Asset(
            f"{stem}.{digest}{dot}{suffix}",
            body,
            gzip.compress(body, 9, mtime=0) if packs else None,
            media_type,
        )
        self._by_path[path] = asset
        self._served[asset.name] = asset

    def _bundle(self, file: Path) -> str:
        """The style sheet with its imports in place and its addresses rewritten."""

        def inline(found: re.Match[str]) -> str:
            part = self._bundle((file.parent / found[1]).resolve())
            return f"@layer {found[2]}{{{part}}}" if found[2] else part

        def rewrite(found: re.Match[str]) -> str:
            target = (file.parent / found[1]).resolve().relative_to(self._folder.resolve())
            return f'url("{self.url(str(target))}")'

        source = _COMMENT.sub("", file.read_text("utf-8"))
        return _SPACE.sub(
            "\n", _IMPORT.sub(inline, _URL.sub(rewrite, source) if "@import" not in source else source)
        )


def init_app(app: Flask, folder: Path) -> None:
    """Serve the assets for ever under `/assets/` and offer `asset(path)` to templates."""
    assets = Assets(folder)
    blueprint = Blueprint("assets", __name__)

    @blueprint.get("/assets/<path:name>")
    @public
    def file(name: str) -> Response:
        asset = assets.served(name)
        if asset is None:
            abort(404)
        packed = asset.packed is not None and request.accept_encodings.quality("gzip") > 0
        response = Response(asset.packed if packed else asset.body, mimetype=asset.media_type)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = _FOREVER
        return response

    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(asset=assets.url)
