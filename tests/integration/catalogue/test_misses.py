"""What is kept of searches tells nothing about a person (docs/adr/0011)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.features.catalogue.searching.misses import Asking, MissService, forget_misses, impersonal, record
from app.features.catalogue.searching.models import SearchMiss

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Giấy  Khai SINH ", "giấy khai sinh"),
        ("cccd 001190000011", "cccd …"),
        ("cmnd 123 456 789", "cmnd …"),
        ("gọi 0912.345.678 hoặc +84 912 345 678", "gọi … hoặc …"),
        ("hỏi binh.tran@example.com.vn", "hỏi …"),
        ("000.00.00.H26-191209-0001", "…"),
        ("hồ sơ g09.20-20260609-0092637", "hồ sơ …"),
        ("xe 29A-123.45", "xe …"),
        ("hộ chiếu B1234567", "hộ chiếu …"),
        ("sinh 12/03/1990", "sinh …"),
        ("thủ tục 1.001193", "thủ tục 1.001193"),
        ("nghị định 61/2018", "nghị định …"),
        ("bhyt dưới 6 tuổi", "bhyt dưới 6 tuổi"),
    ],
)
def test_numbers_and_addresses_of_persons_are_hidden(typed, kept):
    assert impersonal(typed) == kept


def asked(outcome, query, asker):
    return Asking(outcome, "vi", query, asker)


def kept(database):
    with database.session() as session:
        return session.scalars(select(SearchMiss)).all()


def test_words_are_kept_once_enough_different_people_used_them(portal, database_of_portal):
    with database_of_portal.transaction() as session:
        record(session, {asked("empty", "trần văn bí mật", 1): 9}, TODAY, shown_from=3)
        record(session, {asked("unfitting", "trần văn bí mật", 2): 1}, TODAY, shown_from=3)
        session.commit()
    (before,) = kept(database_of_portal)

    with database_of_portal.transaction() as session:
        record(session, {asked("empty", "trần văn bí mật", 3): 1}, TODAY, shown_from=3)
        session.commit()
    (after,) = kept(database_of_portal)

    assert (before.query, before.askers, before.empty, before.unfitting) == (None, [1, 2], 9, 1)
    assert (after.query, after.askers, after.empty) == ("trần văn bí mật", [], 10)


def test_operators_see_the_most_frequent_misses_first_and_how_many_stay_unseen(portal, database_of_portal):
    counted = {
        asked("empty", "ba", 1): 3,
        asked("unfitting", "năm", 1): 5,
        asked("fitting", "vừa ý", 1): 9,
    }
    with database_of_portal.transaction() as session:
        record(session, counted, TODAY, shown_from=1)
        record(session, {asked("empty", "một người", 1): 9}, TODAY, shown_from=2)
        session.commit()

        overview = MissService(session).overview()

    assert [miss.query for miss in overview.top] == ["năm", "ba"]
    assert (overview.unseen, overview.fitting, overview.unfitting) == (1, 9, 5)


def test_what_nobody_asks_any_more_is_forgotten(portal, database_of_portal):
    with database_of_portal.transaction() as session:
        record(session, {asked("empty", "cũ", 1): 1}, TODAY - timedelta(days=181), shown_from=1)
        record(session, {asked("empty", "mới", 1): 1}, TODAY - timedelta(days=179), shown_from=1)
        forget_misses(session, TODAY)
        session.commit()

    assert [row.query for row in kept(database_of_portal)] == ["mới"]
