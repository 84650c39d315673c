"""Dossiers of one owner, an agency's truth about them, and a feed that may be anything."""

from collections import Counter

import httpx2
import msgspec
import pytest

from app.features.dossiers.mirror.ledger import Ledger
from app.gateways.agencies import AgencyGateway, LatestVersion
from app.jobs.comparison import Comparison
from app.jobs.synchronisation import Synchronisation
from tests.support.dossiers import acknowledgement, dossier_service, make_person, raw, register
from tests.support.mirrors import code_of, truth


class Feed:
    """A feed of the agency's log; `items` is what it sends, which may be something else than the truth.

    Only dossiers of `listed` are in the list of versions, all when none is named.
    """

    def __init__(self, log, items=None, page_size=7, listed=None):
        self.log = log
        self.items = list(log) if items is None else list(items)
        self.page_size = page_size
        self.listed = listed
        self.asked = Counter()
        self.refused = set()

    def answer(self, request):
        path = request.url.path
        if path.endswith("/oauth/token"):
            return httpx2.Response(200, json={"access_token": "t", "expires_in": 300})
        self.asked[path.rpartition("/")[2] if path.endswith("versions") else path] += 1
        if path == "/v1/dossiers/versions":
            return self._versions(int(request.url.params["after"] or 0))
        if path != "/v1/dossiers/events":
            code, after = path.split("/")[3], int(request.url.params["after_version"])
            if code in self.refused:
                return httpx2.Response(422, json={})
            found = [raw(one) for one in self.log if one.dossier_code == code and one.version > after]
            return self._page(found, "0", False)
        after = int(request.url.params["after"] or 0)
        found = [raw(one) for one in self.items[after : after + self.page_size]]
        return self._page(found, str(after + len(found)), after + len(found) < len(self.items))

    def _versions(self, after):
        latest = {one.dossier_code: (place, one) for place, one in enumerate(self.log, 1)}
        items = [
            LatestVersion(str(place), code, one.application_id, one.version, one.status)
            for code, (place, one) in latest.items()
            if place > after and (self.listed is None or code in self.listed)
        ]
        found = sorted(items, key=lambda item: int(item.cursor))
        page = found[: self.page_size]
        return self._page(page, page[-1].cursor if page else str(after), len(found) > len(page))

    def gateway(self):
        transport = httpx2.MockTransport(self.answer)
        return AgencyGateway(url="http://a.test", client_id="p", client_secret="s", transport=transport)

    def _page(self, items, place, more):
        body = msgspec.json.encode({"items": items, "next": place, "more": more})
        return httpx2.Response(200, content=body)


@pytest.fixture
def log(database, tmp_path, clock):
    """What happened to twelve dossiers that were filed through the portal."""
    applications = []
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        owner = make_person(session).id
        for number in range(12):
            dossier = register(service, owner)
            session.flush()
            answer = acknowledgement(code=code_of(number))
            service.acknowledge(dossier.application_id, answer, files_confirmed=True)
            applications.append(dossier.application_id)
        session.commit()
    return truth(applications)


@pytest.fixture
def follow(database, mirror, clock):
    """Reads a feed to its end, and compares what changed with the agency's list."""

    def run(feed, database=database):
        gateway = feed.gateway()
        reader = Synchronisation(database, gateway, clock)
        reader.dossiers(mirror.apply_changes)
        compare = Comparison(database, gateway, clock, reader, mirror)
        compare.changed()
        return compare

    return run


@pytest.fixture
def mirror(tmp_path, clock):
    """The portal's dossiers, as the worker's comparison sees them."""

    class Mirror:
        def apply_changes(self, session, changes):
            return dossier_service(session, tmp_path, clock).apply(changes)

        def reached(self, session, applications):
            return Ledger(session, clock).reached(applications)

    return Mirror()


@pytest.fixture
def feed(log):
    """A feed that sends what `items` makes of the log, or the log until then."""
    return lambda items=None, until=None, **given: Feed(log[:until], items, **given)
