"""What open data's tests do to the portal besides visiting it."""

import pytest

from app.features.catalogue.service import CatalogueService
from app.jobs.worker import Worker
from app.web.services import use


@pytest.fixture
def take_feed(portal):
    """Give the catalogue items of the agencies' feed; returns the report."""

    def take(*items):
        with portal.test_request_context("/", method="POST"):
            report = use(CatalogueService).apply_feed(list(items), "cursor")
            use(CatalogueService).keep_index_current()
            return report

    return take


@pytest.fixture
def make_file(portal):
    """Let the worker make the file of the whole catalogue."""

    def make():
        with portal.app_context():
            next(task for task in use(Worker).tasks if task.name == "open-data").run()

    return make
