"""Numbers counted once for each version of the catalogue."""

from app.features.catalogue.service import Figures
from app.features.home.service import Totals


class Catalogue:
    """A catalogue that knows how often it was counted."""

    def __init__(self, version: int = 1, procedures: int = 16) -> None:
        self.now = version
        self.procedures = procedures
        self.counted = 0

    def version(self) -> int:
        return self.now

    def figures(self) -> Figures:
        self.counted += 1
        return Figures(procedures=self.procedures, full=3, partial=4, agencies=5)


def test_an_unchanged_catalogue_is_counted_once():
    catalogue, totals = Catalogue(), Totals()

    answers = [totals.of(catalogue) for _ in range(3)]

    assert catalogue.counted == 1
    assert {answer.procedures for answer in answers} == {16}


def test_a_changed_catalogue_is_counted_again():
    catalogue, totals = Catalogue(), Totals()
    totals.of(catalogue)

    catalogue.now, catalogue.procedures = 2, 5665

    assert totals.of(catalogue).procedures == 5665
