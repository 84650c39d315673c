"""Addresses of rating, and what other pages show of ratings."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Flask, g
from werkzeug.wrappers import Response as BaseResponse

from app.features.ratings.forms import RatingForm
from app.features.ratings.service import Rated, RatingService, Summary
from app.web.guards import current_person, person_or_none, signed_in
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.parked import parked_form
from app.web.services import use

bp = Blueprint("ratings", __name__, url_prefix="/<lang:lang>/ratings")


@bp.route("/<reference>", methods=["GET", "POST"])
@signed_in
def rating(reference: str) -> BaseResponse:
    """Rate how a dossier was handled; afterwards the same address shows the rating."""
    ratings, owner = use(RatingService), current_person().id
    dossier, rated = ratings.of(reference, owner=owner)
    form = RatingForm.typed(parked_form())
    if form.validate_on_submit():
        ratings.rate(
            reference,
            owner=owner,
            level=int(form.level.data),
            comment=form.comment.data or "",
            language=lang(),
        )
        return see_other(".rating", reference=reference)
    return page("ratings/rating.html", fragment="rating", row=dossier, rated=rated, form=form)


def rating_summary(code: str) -> Summary:
    """What people thought of a procedure, for its page."""
    return use(RatingService).summary(code)


def rating_of(dossier_id: UUID) -> Rated | None:
    """The rating of a dossier whose page its owner has open."""
    return use(RatingService).rated(dossier_id)


def rated_dossiers() -> set[UUID]:
    """The dossiers the signed-in person has rated; one statement a request."""
    person = person_or_none()
    if person is None:
        return set()
    if "rated_dossiers" not in g:
        g.rated_dossiers = use(RatingService).rated_by(person.id)
    found: set[UUID] = g.rated_dossiers
    return found


def init_app(app: Flask) -> None:
    """Register the addresses, and offer `rating_summary`, `rating_of`, `rated_dossiers` to templates."""
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        rating_summary=rating_summary, rating_of=rating_of, rated_dossiers=rated_dossiers
    )
