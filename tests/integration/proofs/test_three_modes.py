"""With htmx, without JavaScript, and with scripts that end half-way, the agency gets the same."""

import random

from tests.support.proofs import SEED, every_open_form, newest
from tests.support.scripted import HalfWay, Scripted


@every_open_form
def test_scripts_change_nothing_of_what_arrives(name, prover):
    form = newest()[name]

    scripted = prover.filed(form, prover.signed_in(Scripted(prover.world.portal, prover.world.sandbox)))

    assert scripted.content == prover.undisturbed(form).content


@every_open_form
def test_scripts_that_end_half_way_change_nothing_of_what_arrives(name, prover):
    form = newest()[name]
    ends_at = random.Random(f"{SEED}/{name}").randint(2, len(form.steps))

    sent = prover.filed(form, prover.signed_in(HalfWay(prover.world, ends_at)))

    assert sent.content == prover.undisturbed(form).content, f"scripts ended at sending {ends_at}"
