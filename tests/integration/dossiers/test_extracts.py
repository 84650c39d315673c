"""A search among very many dossiers finds what a search among few would, whatever has happened since."""

import random
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from app.db.encryption import keyring
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.extracts import MANY, Extracts, folded, lines_inside
from app.features.dossiers.listing import DossierList
from app.features.dossiers.mirror.claiming import claim
from app.features.dossiers.mirror.mirroring import Mirroring
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.narrowing import Wanted
from app.features.dossiers.searching import ComparedNames, DossierSearch
from app.gateways.dossier_records import DossierRecord
from app.search import IndexStore
from tests.support.clock import MONDAY_MORNING
from tests.support.dossiers import acknowledgement, dossier_service, make_person, register
from tests.support.procedures import own_record

TAX_CODE = "0101243150"
NAMES = ("Nguyễn Thị Hoà", "Đặng Văn Đức", None)
BIRTH = {"vi": "Đăng ký khai sinh", "en": "Birth registration"}
SEARCHES = (
    "hoà 1", "HÒA", "dang van duc", "đặng", "khai sinh", "registration", "birth hoa", "khai sinh duc 20",
    "h26-261120-0007", "0007", "1.000002", "thủ tục", "procedure 1.000002", "ng ng", "x", "không có ai",
)  # fmt: skip


def told(number, **fields):
    """The dossier an agency tells of."""
    name = NAMES[number % 3]
    given = {
        "code": f"000.00.00.H26-261120-{number:04d}",
        "procedure_code": f"1.00000{1 + number % 2}",
        "agency_code": "H26.32",
        "status": 4,
        "version": 2,
        "received_at": MONDAY_MORNING - timedelta(minutes=number),
        "holder": TAX_CODE,
        "holder_kind": "organisation",
        "subject": f"{name} {number}" if name else None,
    }
    return DossierRecord(**(given | fields))


def changed(record):
    """The item of the agencies' feed that brings a procedure."""
    return {"cursor": record["code"], "kind": "changed", "code": record["code"], "record": record}


def searched_texts(session, catalogue, owner):
    """All that is searched of each of the owner's dossiers, by the bytes of its id."""
    dossiers = session.scalars(select(Dossier).where(Dossier.owner_id == owner)).all()
    names = catalogue.names(one.procedure_code for one in dossiers)
    return {
        one.id.bytes: folded(
            " ".join(
                (one.code, one.subject or "", one.procedure_code, *names.get(one.procedure_code, {}).values())
            )
        )
        for one in dossiers
    }


def pieces(chance, text):
    """One to three pieces of the words of a text, in any order; now and then one that is not in it."""
    words = chance.sample(text.split(), k=min(len(text.split()), chance.randint(1, 3)))
    cut = [word[(start := chance.randrange(len(word))) : start + chance.randint(1, 9)] for word in words]
    return " ".join(cut + ["zz"] * (chance.random() < 0.1))


@pytest.fixture
def tell(database, clock):
    """Takes records as the intake does."""

    def take(*records):
        with database.transaction() as session:
            Mirroring(session, clock).take(records)
            session.commit()

    return take


@pytest.fixture
def owner(database, clock, tmp_path, tell):
    """Who signs in for a business with more than `MANY` dossiers of two procedures of the catalogue."""
    with database.transaction() as session:
        person = make_person(session)
        person.id_number_index = keyring().index(TAX_CODE)
        catalogue = CatalogueService(session, IndexStore(tmp_path), clock)
        catalogue.apply_feed([changed(own_record("1.000001", name=BIRTH)), changed(own_record("1.000002"))])
        session.commit()
    tell(*(told(number) for number in range(MANY + 20)))
    return person.id


@pytest.fixture
def found(database, clock, tmp_path):
    """The codes a search finds, on all pages, in order."""
    names = ComparedNames()

    def search(owner, words, **narrowed):
        codes, after = [], None
        with database.session(writes=False) as session:
            pages = DossierList(session, CatalogueService(session, IndexStore(tmp_path), clock), names)
            while True:
                page = pages.page(owner, Wanted(words=words, after=after, **narrowed))
                codes += [row.code for row in page.rows]
                if (after := page.next) is None:
                    return codes

    return search


@pytest.fixture
def made(database, owner):
    """The owner has an extract."""
    assert Extracts(database).make() == 1


def test_an_extract_changes_nothing_of_what_is_found(database, owner, found):
    before = {words: found(owner, words) for words in SEARCHES}

    assert Extracts(database).make() == 1

    assert {words: found(owner, words) for words in SEARCHES} == before
    assert before["không có ai"] == []
    assert len(before["birth hoa"]) == len([number for number in range(MANY + 20) if number % 6 == 0])
    assert before["h26-261120-0007"] == ["000.00.00.H26-261120-0007"]


def test_a_search_in_an_extract_can_be_narrowed_and_ordered(owner, made, found):
    newest_last = found(owner, "hoà", procedure="1.000001", sort="due")

    assert set(newest_last) == set(found(owner, "hoà khai sinh"))
    assert found(owner, "hoà", state="finished") == []


def test_any_words_find_what_comparing_every_dossier_finds(database, clock, tmp_path, owner, made, tell):
    tell(*(told(number, subject=f"Lê Ngọc {number}", version=3) for number in range(0, 90, 9)))
    tell(*(told(number, procedure_code=f"9.00000{number % 3}") for number in range(700, 720)))
    chance = random.Random(20)

    with database.session(writes=False) as session:
        catalogue = CatalogueService(session, IndexStore(tmp_path), clock)
        texts = searched_texts(session, catalogue, owner)
        search = DossierSearch(session, catalogue, ComparedNames())
        for _ in range(150):
            words = pieces(chance, chance.choice(list(texts.values())))
            sought = folded(words).split()
            holding = {one for one, text in texts.items() if all(word in text for word in sought)}

            assert search.holding(owner, words) == holding, words


def test_what_is_found_far_down_in_the_order_fills_its_pages_in_order(owner, tell, found):
    tell(*(told(1000 + number, received_at=MONDAY_MORNING) for number in range(MANY + 50)))
    first_of_all = [f"000.00.00.H26-261120-1{number:03d}" for number in range(MANY + 50)]

    assert set(found(owner, "h26")[: len(first_of_all)]) == set(first_of_all)
    assert found(owner, "261120-0") == [code for code in found(owner, "") if "-261120-0" in code]


def test_a_dossier_that_comes_later_is_found_at_once(owner, made, tell, found):
    tell(told(900, subject="Phạm Quỳnh"))

    assert found(owner, "pham quynh") == ["000.00.00.H26-261120-0900"]


def test_what_an_agency_changes_is_found_as_it_is_now_and_not_as_it_was(owner, made, tell, found):
    assert found(owner, "hoà 3 0003") == ["000.00.00.H26-261120-0003"]

    tell(told(3, subject="Phạm Quỳnh", version=3))

    assert found(owner, "quỳnh") == ["000.00.00.H26-261120-0003"]
    assert found(owner, "hoà 0003") == []


def test_a_code_that_the_agency_corrects_is_found_and_its_first_one_is_not(
    database, clock, owner, tmp_path, found
):
    first, second = "000.00.00.H26-261123-7001", "000.00.00.H26-261123-7002"
    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        filed = register(service, owner).application_id
        service.acknowledge(filed, acknowledgement(code=first), files_confirmed=True)
        session.commit()
    assert Extracts(database).make() == 1

    with database.transaction() as session:
        service = dossier_service(session, tmp_path, clock)
        service.acknowledge(filed, acknowledgement(code=second), files_confirmed=True)
        session.commit()

    assert found(owner, "261123-7002") == [second]
    assert found(owner, "261123-7001") == []


def test_a_procedure_is_searched_by_the_name_it_has_now(database, clock, owner, made, tmp_path, found):
    assert len(found(owner, "khai sinh 0007")) == 0
    assert len(found(owner, "khai sinh 0008")) == 1

    with database.transaction() as session:
        catalogue = CatalogueService(session, IndexStore(tmp_path), clock)
        catalogue.apply_feed([changed(own_record("1.000002", name=BIRTH)), changed(own_record("1.000001"))])
        session.commit()

    assert len(found(owner, "khai sinh 0007")) == 1
    assert len(found(owner, "khai sinh 0008")) == 0


def test_making_an_extract_writes_no_dossier(database, owner):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL tells where the versions of a row are")

    def versions():
        with database.session(writes=False) as session:
            return session.execute(text("SELECT id, ctid, xmin FROM dossier ORDER BY id")).all()

    before = versions()

    assert Extracts(database).make() == 1

    assert versions() == before


def test_it_is_made_anew_when_much_has_come_and_not_before(database, owner, made, tell):
    tell(*(told(1000 + number) for number in range(MANY - 1)))
    assert Extracts(database).make() == 0

    tell(told(3, version=3))

    assert Extracts(database).make() == 1
    assert Extracts(database).make() == 0
    with database.session(writes=False) as session:
        held = lines_inside(session, owner).dossiers()
        assert len(set(held)) == len(held) == session.scalar(select(func.count()).select_from(Dossier))


def test_what_becomes_somebodys_by_signing_in_is_searched_like_the_rest(database, owner, tell, found):
    other = "0109999999"
    tell(*(told(2000 + number, holder=other) for number in range(MANY)))
    with database.transaction() as session:
        newcomer = make_person(session).id
        assert claim(session, newcomer, other) == MANY
        session.commit()

    assert Extracts(database).make() == 2

    assert found(newcomer, "-2007") == ["000.00.00.H26-261120-2007"]
    assert found(owner, "-2007") == []


def test_who_reads_the_database_reads_no_word_of_it(database, owner, made):
    with database.session(writes=False) as session:
        sealed = bytes(session.scalar(text("SELECT searched FROM dossier_extract")))

    assert b"nguyen" not in sealed
    assert b"H26" not in sealed
    assert b"nguyen thi hoa 9" in keyring().decrypt(sealed)


def test_a_change_under_way_while_an_extract_is_made_is_not_lost(database, clock, owner, found):
    making = threading.Thread(target=Extracts(database).make)
    with database.transaction() as session:
        Mirroring(session, clock).take([told(3, subject="Phạm Quỳnh", version=3)])
        making.start()
        making.join(timeout=0.5)
        session.commit()
    making.join()

    assert found(owner, "quỳnh") == ["000.00.00.H26-261120-0003"]
    assert found(owner, "hoà 0003") == []


def test_two_workers_at_once_leave_one_extract_that_is_right(database, owner, found):
    workers = [threading.Thread(target=Extracts(database).make) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert found(owner, "hoà 0003") == ["000.00.00.H26-261120-0003"]
    assert Extracts(database).make() == 0
