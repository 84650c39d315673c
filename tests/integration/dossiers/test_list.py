"""My dossiers: one list, a page at a time, searched, narrowed and ordered."""

from base64 import b64encode
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from app.errors import NotFound
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.listing import PAGE, DossierList
from app.features.dossiers.mirror.models import Agency, Dossier
from app.features.dossiers.narrowing import SORTS, Wanted
from app.features.dossiers.searching import ComparedNames
from app.search import IndexStore
from tests.support.clock import MONDAY_MORNING
from tests.support.dossiers import make_person

TOTAL = 57


@pytest.fixture
def session(database):
    with database.transaction() as session:
        yield session


@pytest.fixture
def owner(session):
    """A person with many dossiers, beside somebody with others."""
    owner, stranger = make_person(session).id, make_person(session).id
    session.add_all(_dossier(number, owner) for number in range(TOTAL))
    session.add_all(_dossier(1000 + number, stranger) for number in range(5))
    session.add_all(Agency(code=f"H{number}", name={"vi": f"Cơ quan {number}"}) for number in range(4))
    session.flush()
    return owner


@pytest.fixture
def listed(session, tmp_path):
    catalogue = CatalogueService(session, IndexStore(tmp_path), lambda: MONDAY_MORNING)
    return DossierList(session, catalogue, ComparedNames())


def _dossier(number, owner):
    status = (4, 5, 10)[number % 3]
    at = MONDAY_MORNING - timedelta(days=20 * number)
    return Dossier(
        id=uuid4(),
        code=f"000.00.00.H26-{at:%y%m%d}-{number:04d}",
        owner_id=owner,
        application_id=uuid4(),
        receipt_number=f"R-{number}",
        procedure_code=f"1.00119{number % 2}",
        holder_kind="organisation" if number % 5 == 0 else None,
        subject=f"Nguyễn Thị Hoà {number}" if number % 2 else None,
        language="vi",
        status=status,
        agency_code=f"H{number % 4}",
        agency_name={"vi": f"Cơ quan {number % 4}"},
        submitted_at=at,
        due_at=at + timedelta(days=30) if number % 7 else None,
        finished_at=at + timedelta(days=10) if status == 10 else None,
        needs_person=status == 5,
        files=[],
        version=1,
        updated_at=at,
    )


def everything(listed, owner, **wanted):
    """All pages of a list, one after the other."""
    rows, after = [], None
    while True:
        page = listed.page(owner, Wanted(**wanted, after=after))
        rows += page.rows
        if page.next is None:
            return rows
        assert len(page.rows) == PAGE
        after = page.next


@pytest.mark.parametrize("sort", SORTS)
def test_the_pages_of_every_order_hold_everything_once(listed, owner, sort):
    rows = everything(listed, owner, sort=sort)

    assert len({row.id for row in rows}) == len(rows) == TOTAL


def test_what_waits_for_the_person_comes_first_then_the_newest(listed, owner):
    rows = everything(listed, owner)

    asked = [row.needs_me for row in rows]
    assert asked == sorted(asked, reverse=True)
    waiting = [row.submitted_at for row in rows if row.needs_me]
    assert waiting == sorted(waiting, reverse=True)


def test_by_due_date_what_has_ended_comes_last(listed, owner):
    rows = everything(listed, owner, sort="due")

    dues = [row.due_at for row in rows if not row.ended and row.due_at]
    assert dues == sorted(dues)
    assert [row.ended for row in rows] == sorted(row.ended for row in rows)


@pytest.mark.parametrize("words", ["nguyen thi hoa 7", "NGUYỄN THỊ HÒA 7", "hoà 7"])
def test_a_person_is_found_however_the_name_is_typed(listed, owner, words):
    found = everything(listed, owner, words=words)

    assert "Nguyễn Thị Hoà 7" in {row.subject for row in found}
    assert all("7" in f"{row.subject} {row.code} {row.receipt_number}" for row in found)


def test_a_code_or_nothing_is_found(listed, owner):
    wanted = everything(listed, owner)[30].code

    assert [row.code for row in everything(listed, owner, words=wanted.lower())] == [wanted]
    assert everything(listed, owner, words="không có gì") == []


def test_the_choices_add_up_and_each_leads_to_as_many(listed, owner):
    found = listed.overview(owner)

    assert found.total == sum(found.states.values()) == sum(found.whom.values()) == TOTAL
    for state, count in found.states.items():
        assert len(everything(listed, owner, state=state)) == count
    for whom, count in found.whom.items():
        assert len(everything(listed, owner, whom=whom)) == count
    for option in found.procedures:
        assert len(everything(listed, owner, procedure=option.value)) == option.count
    for option in found.agencies:
        assert len(everything(listed, owner, agency=option.value)) == option.count
        assert option.name["vi"].startswith("Cơ quan")
    assert sum(len(everything(listed, owner, year=year)) for year in found.years) == TOTAL


NO_TIMES = [
    b64encode(msgspec.msgpack.encode(("activity", True, time, UUID(int=1)))).decode()
    for time in ("2026-11-23T09:00:00", "0001-01-01T00:00:00+14:00")
]


@pytest.mark.parametrize("place", ["x", "AAAA", "%00", "k6hhY3Rpdml0ecM", *NO_TIMES])
def test_a_place_that_is_none_is_not_found(listed, owner, place):
    with pytest.raises(NotFound):
        listed.page(owner, Wanted(after=place))


def test_a_place_of_another_order_is_not_found(listed, owner):
    place = listed.page(owner, Wanted()).next

    with pytest.raises(NotFound):
        listed.page(owner, Wanted(sort="due", after=place))


def test_the_page_narrows_without_script_and_by_fragment(visit, fragment, code):
    whole = visit("/vi/dossiers?q=khai+sinh&sort=due")
    part = fragment("/vi/dossiers?state=finished", "div#dossiers")

    assert len(whole.all(".dossier-row")) == 1
    assert "Không có hồ sơ phù hợp" in part.text
    assert "Số trong ngoặc đếm tất cả hồ sơ của bạn" in whole.text
    assert "Số trong ngoặc" not in part.text
    assert whole.has(".list-filters details[open]")
    assert not visit("/vi/dossiers?q=khai+sinh&state=you").has(".list-filters details[open]")
    assert visit("/vi/dossiers?year=abc&sort=x&state=%00&whom=y").all(".dossier-row")
    visit("/vi/dossiers?after=nonsense", status=404)
