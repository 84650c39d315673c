"""What handlers may ask for about drafts beyond filling them in."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from app.factory.house import House
from app.features.account.service import AccountService
from app.features.applications.drafts.cloning import Cloning
from app.features.applications.drafts.deleted import DeletedDrafts
from app.features.applications.drafts.offers import Offers
from app.features.applications.drafts.refused_forms import RefusedForms
from app.features.applications.drafts.service import DraftService
from app.features.applications.drafts.versions import Versions
from app.features.applications.people.agreeing import Agreeing
from app.features.applications.people.companions import Companions
from app.features.applications.people.invitations import Invitations
from app.features.applications.people.inviting import Inviting
from app.features.applications.people.linking import Linking
from app.features.applications.people.parties import Parties
from app.features.applications.people.sharing import Sharing
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.filing import Filings
from app.jobs.outbox import Outbox
from app.web.services import provide, use


def init_app(app: Flask, house: House) -> None:
    """Versions, copies, linked procedures, other people."""
    provide(app, Versions, lambda: Versions(use(DraftService).workplace))
    provide(app, Companions, _companions)
    provide(app, Offers, lambda: Offers(use(CatalogueService), house.reach))
    provide(app, DeletedDrafts, lambda: DeletedDrafts(use(DraftService).workplace))
    provide(app, Cloning, lambda: Cloning(use(Session), use(DraftService)))
    provide(app, Linking, lambda: Linking(use(DraftService).workplace))
    provide(app, Filings, lambda: Filings(use(Session), use(CatalogueService)))
    provide(app, Parties, lambda: Parties(use(DraftService).workplace, use(AccountService)))
    provide(app, Invitations, lambda: Invitations(Outbox(use(Session), house.clock)))
    provide(app, Inviting, _inviting)
    provide(app, RefusedForms, lambda: RefusedForms(use(Session)))
    provide(app, Sharing, lambda: sharing(house, use(Session)))
    provide(app, Agreeing, lambda: _agreeing(house))


def _companions() -> Companions:
    return Companions(use(Session), use(Versions), use(Linking), use(Parties), use(Offers))


def _inviting() -> Inviting:
    people = (use(AccountService), use(Parties), use(Linking), use(Invitations))
    return Inviting(use(DraftService).workplace, *people)


def sharing(house: House, session: Session) -> Sharing:
    """What people who were invited see, in a request or for the worker."""
    drafts, accounts = house.drafts(session), house.accounts(session)
    people = (accounts, Parties(drafts.workplace, accounts), Linking(drafts.workplace))
    return Sharing(drafts.workplace, *people, drafts.records)


def _agreeing(house: House) -> Agreeing:
    people = (use(Sharing), use(AccountService), use(Invitations))
    return Agreeing(use(Session), *people, house.clock)
