"""A new index replaces the old one as a whole, and every process notices."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from app.search import Index, IndexStore
from tests.support.entries import EVERYDAY, make_entry, make_knowledge


def eventually(store: IndexStore, version: int) -> Index | None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        index = store.at(version)
        if index is not None and index.version == version:
            return index
        time.sleep(0.01)
    return None


def test_before_anything_was_built_there_is_none(tmp_path: Path) -> None:
    assert IndexStore(tmp_path).at(1) is None


def test_another_process_reads_what_was_built(tmp_path: Path) -> None:
    IndexStore(tmp_path).rebuild(1, EVERYDAY, make_knowledge())

    index = IndexStore(tmp_path).at(1)

    assert index is not None
    assert [hit.code for hit in index.search("khai sinh").items][:1] == ["1.001193"]


def test_what_is_read_answers_like_what_was_built(tmp_path: Path) -> None:
    built = IndexStore(tmp_path).rebuild(1, EVERYDAY, make_knowledge())
    read = IndexStore(tmp_path).at(1)

    assert read is not None
    for query in ("khai sinh", "giấy phép", "registration", "hộ chíu", "c", ""):
        assert read.search(query).items == built.search(query).items


def test_a_newer_version_is_noticed_while_the_old_one_answers(tmp_path: Path) -> None:
    IndexStore(tmp_path).rebuild(1, EVERYDAY, make_knowledge())
    reader = IndexStore(tmp_path)
    reader.at(1)

    IndexStore(tmp_path).rebuild(2, [*EVERYDAY, make_entry("1.999999", "Cấp thẻ mới")], make_knowledge())
    meanwhile = reader.at(2)
    index = eventually(reader, 2)

    assert meanwhile is not None
    assert meanwhile.version in {1, 2}
    assert index is not None
    assert index.search("1.999999").exact


def test_a_version_that_nobody_built_is_answered_by_the_newest(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    store.rebuild(1, EVERYDAY, make_knowledge())

    index = store.at(7)

    assert index is not None
    assert index.version == 1


def test_a_spoilt_file_keeps_the_old_index(tmp_path: Path) -> None:
    IndexStore(tmp_path).rebuild(1, EVERYDAY, make_knowledge())
    reader = IndexStore(tmp_path)
    reader.at(1)

    next(tmp_path.iterdir()).write_bytes(b"nothing to read")
    reader.at(2)
    time.sleep(0.1)

    index = reader.at(2)
    assert index is not None
    assert index.version == 1


def test_a_spoilt_file_alone_is_none(tmp_path: Path) -> None:
    IndexStore(tmp_path).rebuild(1, EVERYDAY, make_knowledge())
    next(tmp_path.iterdir()).write_bytes(b"\x00" * 100)

    assert IndexStore(tmp_path).at(1) is None


def test_readers_are_answered_throughout_rebuilding(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    store.rebuild(0, EVERYDAY, make_knowledge())
    answers: list[bool] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            index = store.at(0)
            answers.append(index is not None and index.search("khai sinh").total > 0)

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(1, 6):
        store.rebuild(version, EVERYDAY, make_knowledge())
    done.set()
    reader.join()

    assert len(answers) > 5
    assert all(answers)


def test_nothing_but_the_index_is_left_in_the_directory(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    store.rebuild(1, EVERYDAY, make_knowledge())
    store.rebuild(2, EVERYDAY, make_knowledge())

    assert len(list(tmp_path.iterdir())) == 1
