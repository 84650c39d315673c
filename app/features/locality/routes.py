"""Addresses of choosing a place; what is typed travels in the body, never in an address or a log."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.features.locality.forms import LONGEST, PlaceForm
from app.features.locality.presenters import place_page
from app.features.locality.service import LocalityService
from app.localities.chosen import place
from app.localities.places import Places
from app.localities.units import Today
from app.web.addresses import inside
from app.web.guards import person_or_none, public
from app.web.limits import limiter
from app.web.pages import page
from app.web.place import chosen_place, forget_place, keep_place
from app.web.services import use

bp = Blueprint("locality", __name__, url_prefix="/<lang:lang>")


@bp.app_template_global()
def my_place() -> object:
    """The place the person chose, for pages on which it matters."""
    return chosen_place()


@bp.route("/locality", methods=["GET", "POST"])
@public
@limiter.limit("240/minute")
def choose() -> BaseResponse:
    """Ask where the person lives or wants to apply; take what they choose, by name or from the lists."""
    form = PlaceForm()
    if form.validate_on_submit():
        chosen = place(use(Places), form.unit.data or _listed())
        if chosen or form.unit.data == "forget":
            return _kept(form, chosen.code if chosen else None)
    typed = (form.typed.data or "").strip()[:LONGEST]
    shown = place_page(use(Places), chosen_place(), _residence(), typed, form.province.data or "")
    back = inside(form.back.data or request.args.get("back"))
    return page("locality/choose.html", fragment=("found", "wards"), form=form, shown=shown, back=back)


def _listed() -> str | None:
    """What the lists say, once the person presses their button."""
    if "listed" not in request.form:
        return None
    ward, province = request.form.get("ward", ""), request.form.get("province", "")
    return ward if ward and use(Places).valid("2025", province, None, ward) else province


def _kept(form: PlaceForm, code: str | None) -> BaseResponse:
    """Remember the place, with the account when there is one, and go back to where it was asked for."""
    answer = redirect(inside(form.back.data) or url_for("catalogue.search"), 303)
    person = person_or_none()
    if person is None:
        return keep_place(answer, code) if code else forget_place(answer)
    use(LocalityService).keep(person.id, code)
    return forget_place(answer)


def _residence() -> Today | None:
    person = person_or_none()
    return use(LocalityService).residence(person.id) if person else None
