"""What sentences call the people who take part, in every definition and both languages."""

import pytest

from app.texts import LANGS
from tests.support.proofs import newest

PARTIES = [(name, party) for name, form in newest().items() for party in form.parties]


@pytest.mark.parametrize(("form", "party"), PARTIES, ids=[f"{form}-{party.key}" for form, party in PARTIES])
def test_a_role_stands_within_a_sentence_as_well_as_alone(form, party):
    for lang in LANGS:
        alone, inside = party.name[lang], party.named[lang]
        assert alone[0].isupper() and inside[0].islower()
        assert inside[1:] == alone[1:]
    assert party.named["en"].startswith("the ")


def test_an_abbreviation_keeps_its_capitals():
    (marriage,) = (form for name, form in newest().items() if name == "marriage")
    shouted = type(marriage.parties[0])(key="x", name={"vi": "UBND xã", "en": "CEO of it"})

    assert shouted.named == {"vi": "UBND xã", "en": "CEO of it"}
