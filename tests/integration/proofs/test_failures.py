"""Whatever fails while a form is filled in, no answer is lost and the agency gets the same, once."""

import zlib

from tests.support.beset import Beset
from tests.support.disturbances import FAILURES, Disturbed, once_each
from tests.support.proofs import PERSON, SEED, every_open_form, newest


@every_open_form
def test_every_failure_at_every_request_loses_nothing(name, prover, other_process):
    form = newest()[name]
    ends_delivered = zlib.crc32(name.encode()) % 2 == 0
    browser = prover.signed_in(Beset(prover.world, other_process, delivered=ends_delivered))

    sent = prover.filed(form, browser)

    assert sent.digest == prover.undisturbed(form).digest
    assert set(browser.met) >= {*FAILURES, "opened"}
    # What has to be signed is sent on coming back from the provider: tests/integration/signing.
    if form.signing is None or "declaration" in form.signing.methods:
        assert ("delivered" if ends_delivered else "half-way") in browser.met


@every_open_form
def test_a_failure_now_and_then_is_overcome_by_a_person(name, prover):
    form = newest()[name]
    chosen = once_each(f"{SEED}/{name}", prover.requests(form))
    browser = Disturbed(prover.world, PERSON, chosen)
    with browser.peace():
        prover.signed_in(browser)

    with Telling(browser):
        sent = prover.filed(form, browser)
        assert sent.digest == prover.undisturbed(form).digest


class Telling:
    """Adds to a failed assertion what had happened to the browser."""

    def __init__(self, browser):
        self._browser = browser

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _trace):
        if error is not None:
            error.add_note(f"seed {SEED}; {self._browser.happened[-25:]}")
