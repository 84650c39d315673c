"""The application as PDF, as officers see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Response, send_file
from sqlalchemy import select

from app.sandbox.agencies.models import DossierPaper, PartyPaper
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


@bp.app_template_global("party_papers_of")
def party_papers_of(code: str) -> Sequence[PartyPaper]:
    """What other people signed or declared."""
    wanted = select(PartyPaper).where(PartyPaper.dossier_code == code).order_by(PartyPaper.key)
    return session().scalars(wanted).all()


@bp.get("/dossiers/<code>/application.pdf")
def paper(code: str) -> Response:
    """Its bytes."""
    return _file(paper_of(code))


@bp.get("/dossiers/<code>/others/<key>.pdf")
def party_paper(code: str, key: str) -> Response:
    """The bytes of what somebody else signed or declared."""
    return _file(session().get(PartyPaper, (code, key)))


def _file(found: DossierPaper | PartyPaper | None) -> Response:
    if found is None:
        raise Unknown("There is no such file.")
    path = house().shelf.path(found.sha256).absolute()
    return send_file(path, mimetype="application/pdf", download_name=found.name)
