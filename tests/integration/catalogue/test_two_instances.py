"""Two machines on one database: what one takes in, the other shows without a restart."""

import pytest

from app.factory import Outside, create_app
from app.features.catalogue.service import CatalogueService
from app.web.services import use
from tests.support.procedures import own_record
from tests.support.worlds import portal_settings


@pytest.fixture
def other(world, clock, tmp_path):
    """A second portal with a folder of its own, so that it shares nothing but the database."""
    url = world.database.engine.url.render_as_string(hide_password=False)
    portal = create_app(portal_settings(tmp_path / "other", url), Outside(clock=clock))
    yield portal
    portal.extensions["portal.database"].dispose()


def take(portal, name):
    record = own_record("9.000001", name={"vi": name})
    with portal.test_request_context("/", method="POST"):
        use(CatalogueService).apply_feed(
            [{"cursor": name, "kind": "changed", "code": "9.000001", "record": record}]
        )


def test_a_new_version_is_at_once_on_the_other_s_pages_shelves_and_open_data(portal, other):
    name = "Thuê ngựa thồ"
    reader = other.test_client()
    before = reader.get("/api/v1/procedures")
    assert name not in reader.get("/vi/a-z?letter=T").text

    take(portal, name)

    assert name in reader.get("/vi/a-z?letter=T").text
    assert name in reader.get("/vi/procedures/9.000001").text
    again = reader.get("/api/v1/procedures", headers={"If-None-Match": before.headers["ETag"]})
    assert again.status_code == 200


def test_the_search_of_the_other_follows_with_its_worker_s_next_round(portal, other):
    reader = other.test_client()
    for name in ("Thuê ngựa thồ", "Thuê lừa thồ", "Thuê voi thồ"):
        reader.get("/vi/procedures?q=thuê+thồ")
        take(portal, name)

        with other.test_request_context("/", method="POST"):
            built = use(CatalogueService).keep_index_current()

        found = reader.get("/api/v1/procedures?q=thuê+thồ").get_json()["items"]
        assert built
        assert [item["name"] for item in found if item["code"] == "9.000001"] == [name]
