"""Whatever fails while a form is filled in, no answer is lost and the agency gets the same, once."""

import pytest

from tests.support.disturbances import FAILURES, Disturbed, by_chance
from tests.support.proofs import PERSON, SEED, every_open_form, newest

THOROUGHLY = ("marital-status",)
# Prefilled and locked answers, an address, and much that depends on other answers.
_SHARE = 0.25


@every_open_form
def test_a_failure_now_and_then_loses_nothing(name, prover):
    form = newest()[name]
    browser = Disturbed(prover.world, PERSON, by_chance(f"{SEED}/{name}", _SHARE))

    with Telling(browser):
        sent = prover.filed(form, quietly_signed_in(prover, browser))
        assert sent.digest == prover.undisturbed(form).digest


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(f"proof-{name}")) for name in THOROUGHLY]
)
def test_the_same_failure_at_every_request_loses_nothing(name, failure, prover):
    form = newest()[name]
    browser = Disturbed(prover.world, PERSON, lambda: failure)

    with Telling(browser):
        sent = prover.filed(form, quietly_signed_in(prover, browser))
        assert sent.content == prover.undisturbed(form).content

    assert len(browser.happened) > 20


def quietly_signed_in(prover, browser):
    with browser.peace():
        return prover.signed_in(browser)


class Telling:
    """Adds to a failed assertion what had happened to the browser."""

    def __init__(self, browser):
        self._browser = browser

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _trace):
        if error is not None:
            error.add_note(f"seed {SEED}; {self._browser.happened[-25:]}")
