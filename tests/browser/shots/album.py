"""Which pages are pictured: each under the address in `tests/structure/urls.txt` that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.support.births import PROCEDURE

Who = Literal["nobody", "person", "operator"]
LANG = "/<lang:lang>"
ASKED_BEFORE = "3.000347"  # A procedure that asks before signing in whether it is the right one.


@dataclass(frozen=True)
class Picture:
    """A page: its name, whose browser sees it, its address, and the path with facts of the `Story` in it."""

    name: str
    who: Who
    rule: str
    path: str


def _pictures(who: Who, *rows: tuple[str, str, str]) -> tuple[Picture, ...]:
    return tuple(Picture(name, who, rule, path) for name, rule, path in rows)


PICTURES = (
    *_pictures(
        "nobody",
        ("home", "/", "/"),
        ("home-business", "/", "/?tab=business"),
        ("search-empty", "/procedures", "/procedures"),
        ("search", "/procedures", "/procedures?q=khai+sinh"),
        ("search-slip", "/procedures", "/procedures?q=giay+phep+lai+xx"),
        ("search-nothing", "/procedures", "/procedures?q=qwzxv"),
        ("procedure", "/procedures/<code>", f"/procedures/{PROCEDURE}"),
        ("procedure-history", "/procedures/<code>/history", f"/procedures/{PROCEDURE}/history"),
        ("not-found", "/procedures/<code>", "/procedures/0.000000"),
        ("life-events", "/life-events", "/life-events"),
        ("life-event", "/life-events/<event_id>", "{life_event}"),
        ("agencies", "/agencies", "/agencies"),
        ("agency", "/agencies/<code>", "{agency}"),
        ("fields", "/fields", "/fields"),
        ("field", "/fields/<code>", "{field}"),
        ("a-z", "/a-z", "/a-z"),
        ("most-used", "/most-used", "/most-used"),
        ("locality", "/locality", "/locality"),
        ("track", "/track", "/track"),
        ("track-result", "/track/result", "/track/result?code={pushed}"),
        ("verify", "/verify", "/verify"),
        ("verify-number", "/verify/<number>", "/verify/{receipt}"),
        ("verify-unknown", "/verify/<number>", "/verify/CDV-261122-00000-000002"),
        ("precheck", "/applications/start/<code>/check", f"/applications/start/{ASKED_BEFORE}/check"),
    ),
    *_pictures(
        "person",
        ("start", "/applications/start/<code>", f"/applications/start/{PROCEDURE}"),
        *(
            (f"step-{key}", "/applications/<uuid:draft_id>/<key>", f"{{draft}}/{key}")
            for key in (
                "requester_role",
                "child",
                "child_birth",
                "facility",
                "birth_certificate",
                "hometown",
            )
        ),
        ("tasks", "/applications/<uuid:draft_id>/tasks", "{any_order}/tasks"),
        ("check", "/applications/<uuid:draft_id>/check", "{draft}/check"),
        ("draft-delete", "/applications/<uuid:draft_id>/delete", "{draft}/delete"),
        ("drafts-deleted", "/applications/deleted", "/applications/deleted"),
        ("received", "/applications/<uuid:draft_id>/received", "{received}"),
        ("copy", "/applications/copy/<number>", "/applications/copy/{receipt}"),
        ("dossiers", "/dossiers", "/dossiers"),
        ("dossiers-nothing", "/dossiers", "/dossiers?q=qwzxv"),
        ("dossier-finished", "/dossiers/<reference>", "{finished}"),
        ("dossier-supplement", "/dossiers/<reference>", "{supplement}"),
        ("dossier-waiting", "/dossiers/<reference>", "{waiting}"),
        ("dossier-pushed", "/dossiers/<reference>", "/dossiers/{pushed}"),
        ("messages", "/dossiers/<reference>/messages", "{supplement}/messages"),
        ("supplement", "/dossiers/<reference>/supplement", "{supplement}/supplement"),
        ("withdrawal", "/dossiers/<reference>/withdrawal", "{supplement}/withdrawal"),
        ("rating", "/ratings/<reference>", "{rating}"),
        ("calendar", "/calendar", "/calendar"),
        ("documents", "/documents", "/documents"),
        ("documents-add", "/documents/add", "/documents/add"),
        ("document-delete", "/documents/<uuid:file_id>/delete", "{document}"),
        ("inbox", "/notices", "/notices"),
        ("choices", "/account/notices", "/account/notices"),
        ("account", "/account", "/account"),
    ),
    *_pictures(
        "operator",
        ("operations", "/operations", "/operations"),
        ("definitions", "/operations/definitions", "/operations/definitions"),
        ("definition", "/operations/definitions/<definition_id>/<int(max=9999):version>", "{definition}"),
        ("overdue", "/operations/overdue", "/operations/overdue"),
        ("punctuality", "/operations/punctuality", "/operations/punctuality"),
        ("agencies-in-time", "/operations/punctuality/agencies", "/operations/punctuality/agencies"),
        ("processing-times", "/operations/punctuality/procedures", "/operations/punctuality/procedures"),
        ("quarantine", "/operations/quarantine", "/operations/quarantine"),
        ("unlawful", "/operations/unlawful", "/operations/unlawful"),
        ("refused-records", "/operations/refused-records", "/operations/refused-records"),
        ("refused-forms", "/operations/refused-forms", "/operations/refused-forms"),
        ("scans", "/operations/scans", "/operations/scans"),
        ("searches", "/operations/searches", "/operations/searches"),
        ("words", "/operations/words", "/operations/words"),
        ("word", "/operations/words/word", "/operations/words/word"),
        ("dossiers-empty", "/dossiers", "/dossiers"),
        ("inbox-empty", "/notices", "/notices"),
        ("documents-empty", "/documents", "/documents"),
    ),
)

NOT_PICTURED = {
    "/applications/<uuid:draft_id>/": "leads on to the step where one stopped",
    "/applications/<uuid:draft_id>/<key>/<int:item>": "a step as above, for one of several people or things",
    "/applications/<uuid:draft_id>/files/<uuid:file_id>": "a file",
    "/applications/<uuid:draft_id>/new-version": "needs a form that changes",
    "/applications/<uuid:draft_id>/set-aside": "needs a form that changes",
    "/applications/join/<token>": "for people who were invited by a mail",
    "/applications/<uuid:draft_id>/others/<key>": "an invitation, seen after switching the language",
    "/applications/shared/<uuid:party_id>": "for people who were invited by a mail",
    "/applications/shared/<uuid:party_id>/<key>": "a step, filled in by somebody invited",
    "/applications/shared/<uuid:party_id>/<key>/<int:item>": "a step, filled in by somebody invited",
    "/applications/shared/<uuid:party_id>/paper.pdf": "a PDF",
    "/applications/signed": "where the signing provider leads back to; leads on at once",
    "/account/notices/address/<token>": "opens by the link of a mail",
    "/documents/<uuid:file_id>": "a file",
    "/documents/<uuid:file_id>/thumbnail": "a picture itself",
    "/dossiers/<reference>/deadline.ics": "a calendar's file",
    "/dossiers/<reference>/results/<file_id>": "a file",
    "/dossiers/<reference>/slips/<kind>.pdf": "a PDF; tests/unit/papers reads it",
    "/find-dossier": "leads on to the dossier or to its look-up",
    "/notices/stop/<token>": "opens by the header of a mail (RFC 8058)",
    "/notices/<uuid:notice_id>": "leads on to what the notice is about",
    "/procedures/<code>/code.svg": "a picture itself",
    "/procedures/<code>/sheet.pdf": "a PDF",
    "/procedures/suggestions": "a part of a page",
    "/receipts/<number>/application.pdf": "a PDF",
    "/receipts/<number>/manifest.json": "a file",
    "/receipts/<number>/others/<uuid:paper_id>.pdf": "a PDF",
    "/receipts/<number>/receipt.pdf": "a PDF",
    "/uploads": "for the upload's program",
}
