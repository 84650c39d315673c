"""The curated data is read strictly and fits the catalogue."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.search.knowledge import SHIPPED, Knowledge, Situation
from bench import national


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, folder / "data"))


def test_a_list_stands_for_its_words_in_a_situation(tmp_path: Path) -> None:
    data = copied(tmp_path)
    (data / "situations.tsv").write_text("@\tparent\tcha|mẹ\nvi\t@parent|ông + mất\t1.000656\n", "utf-8")

    knowledge = Knowledge.shipped(data)

    assert knowledge.situations == (Situation("vi", (("cha", "mẹ", "ông"), ("mất",)), ("1.000656",)),)


@pytest.mark.parametrize("line", ["vi\tsổ đỏ", "vi\t\tđất đai", "vi\tsổ đỏ\tđất đai\tnhà"])
def test_a_malformed_row_is_named_with_its_file_and_line(tmp_path: Path, line: str) -> None:
    data = copied(tmp_path)
    (data / "synonyms.tsv").write_text(f"vi\thộ khẩu\tthường trú\n{line}\n", "utf-8")

    with pytest.raises(ValueError, match=r"synonyms\.tsv, line 2"):
        Knowledge.shipped(data)


def test_an_unknown_list_in_a_situation_is_refused(tmp_path: Path) -> None:
    data = copied(tmp_path)
    (data / "situations.tsv").write_text("vi\t@nobody + mất\t1.000656\n", "utf-8")

    with pytest.raises(ValueError, match="@nobody"):
        Knowledge.shipped(data)


@pytest.mark.skipif(not national.available(), reason="the shared national records are not there")
def test_every_situation_leads_to_procedures_of_the_national_catalogue() -> None:
    known = {entry.code for entry in national.entries()}

    missing = {code for row in Knowledge.shipped().situations for code in row.codes} - known

    assert missing == set()
