"""The application as PDF, as officers see it."""

from __future__ import annotations

from datetime import datetime

from flask import Response, send_file

from app.sandbox.agencies.models import DossierPaper
from app.sandbox.desk.routes import bp
from app.sandbox.errors import Unknown
from app.sandbox.house import house
from app.sandbox.web.session import session


@bp.app_template_filter("instant")
def instant(written: str | None) -> datetime | None:
    """A moment that lies in the database as text."""
    return datetime.fromisoformat(written) if written else None


@bp.app_template_global("paper_of")
def paper_of(code: str) -> DossierPaper | None:
    """The paper of a dossier, if the portal sent one."""
    return session().get(DossierPaper, code)


@bp.get("/dossiers/<code>/application.pdf")
def paper(code: str) -> Response:
    """Its bytes."""
    found = paper_of(code)
    if found is None:
        raise Unknown("There is no such file.")
    path = house().shelf.path(found.sha256).absolute()
    return send_file(path, mimetype="application/pdf", download_name=found.name)
