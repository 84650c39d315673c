"""What is written to the log, and what is not."""

import logging

from app.papers.signatures import TrustList, verify
from app.web.logs import configure
from tests.support.clock import MONDAY_MORNING
from tests.support.signing import added_to, make_authority, make_pdf, sign


def test_a_signature_that_nobody_vouches_for_or_a_changed_file_is_no_failure_to_log(capfd):
    logging.getLogger("pyhanko").setLevel(logging.NOTSET)
    configure(readable=True)
    strange = sign(make_pdf(), make_authority(), name="UBND phường không ai biết")

    judged = [verify(pdf, TrustList(), MONDAY_MORNING)[0] for pdf in (strange, added_to(strange))]

    assert [(one.trusted, one.whole_document) for one in judged] == [(False, True), (False, False)]
    assert capfd.readouterr().err == ""
