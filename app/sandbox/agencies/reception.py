"""Receives applications: checks them, gives the dossier code and the date of the result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.sandbox.agencies.bodies import (
    AnswerFile,
    Application,
    ApplicationPdf,
    FileNote,
    PartyNote,
    body_digest,
    read_body,
)
from app.sandbox.agencies.catalogue import working_days_for
from app.sandbox.agencies.competence import competent
from app.sandbox.agencies.deadlines import due_at
from app.sandbox.agencies.definitions import Definition, Definitions
from app.sandbox.agencies.events import record_event
from app.sandbox.agencies.models import (
    Dossier,
    DossierFile,
    DossierPaper,
    FileSignatures,
    PartyPaper,
    StoredFile,
)
from app.sandbox.agencies.offices import Office
from app.sandbox.agencies.papers import Papers
from app.sandbox.agencies.statuses import NEW
from app.sandbox.clock import VIETNAM, Clock, written
from app.sandbox.counting import next_number
from app.sandbox.errors import MissingFiles, Unacceptable, Unknown, Unlawful

RECEPTION_NOTE = {
    "vi": "Hồ sơ đã vào hệ thống một cửa và chờ cán bộ xem xét.",
    "en": "The dossier has entered the one-stop system and waits for an officer.",
}
ONE_STOP = "Bộ phận Một cửa"


@dataclass(frozen=True)
class Receipt:
    """The agency's answer; `new` is False when the same application had come before."""

    answer: dict[str, Any]
    new: bool


class Reception:
    """Takes in each application exactly once, whoever else sends it at the same moment."""

    def __init__(self, session: Session, clock: Clock, definitions: Definitions, papers: Papers) -> None:
        self._session = session
        self._papers = papers
        self._clock = clock
        self._definitions = definitions

    def receive(self, key: str | None, content: bytes) -> Receipt:
        """File the application as a dossier; raises Unacceptable, MissingFiles or Unlawful."""
        application = read_body(content, Application)
        if key != str(application.application_id):
            problem = {"path": "Idempotency-Key", "message": "must be the application_id"}
            raise Unacceptable("The Idempotency-Key is not that of the application.", [problem])
        digest = body_digest(content)
        earlier = self._earlier(application, digest)
        if earlier is not None:
            return earlier
        office = self._check(application)
        try:
            return Receipt(self._file(application, office, digest), new=True)
        except IntegrityError:
            self._session.rollback()
            earlier = self._earlier(application, digest)
            if earlier is None:
                raise
            return earlier

    def _earlier(self, application: Application, digest: str) -> Receipt | None:
        by_application = select(Dossier).where(Dossier.application_id == str(application.application_id))
        dossier = self._session.scalar(by_application)
        if dossier is None:
            return None
        if dossier.body_digest != digest:
            raise Unlawful("This application was received before with another content.")
        return Receipt(dossier.answer, new=False)

    def _check(self, application: Application) -> Office:
        definition = self._definition(application)
        problems = definition.complaints(application.answers)
        place = application.locality
        named = (place.province, place.ward) if place else (None, None)
        office = competent(application.procedure, *named)
        if office is None:
            problems.append({"path": "$.locality.province", "message": "no agency is there"})
        if not _belongs(application.procedure, definition):
            problems.append({"path": "$.procedure", "message": f"the form is for {definition.procedure}"})
        if problems or office is None:
            raise Unacceptable("The application cannot be received as it is.", problems)
        require_files(self._session, _everything(application))
        self._check_papers(application)
        return office

    def _check_papers(self, application: Application) -> None:
        """Papers that are said to be signed must bear a good signature."""
        for path, paper in _papers(application).items():
            signed = self._papers.signatures(paper.sha256, self._clock()) if paper.signed else []
            if paper.signed and not any(one.good for one in signed):
                problem = {"path": path, "message": "no signature on it can be trusted"}
                raise Unacceptable("The application is not signed as it says.", [problem])

    def _definition(self, application: Application) -> Definition:
        try:
            return self._definitions.get(application.definition.id, application.definition.version)
        except Unknown as error:
            problem = {"path": "$.definition", "message": error.message}
            raise Unacceptable("The form is not one that this agency has published.", [problem]) from error

    def _file(self, application: Application, office: Office, digest: str) -> dict[str, Any]:
        now = self._clock()
        days = working_days_for(self._session, application.procedure)
        dossier = _dossier(application, office, digest, now, due_at(now, days) if days is not None else None)
        dossier.code = self._next_code(office, now)
        dossier.answer = _answer(dossier, _everything(application))
        self._session.add(dossier)
        self._session.flush()
        self._keep_papers(dossier.code, application, now)
        record_event(self._session, dossier, NEW, now, actor=ONE_STOP, note=RECEPTION_NOTE)
        self._session.commit()
        return dossier.answer

    def _keep_papers(self, code: str, application: Application, now: datetime) -> None:
        paper = application.application_pdf
        if not isinstance(paper, msgspec.UnsetType):
            self._session.add(DossierPaper(dossier_code=code, **self._read(paper, now)))
        for party in _agreed(application):
            if not isinstance(party.paper, msgspec.UnsetType):
                who = {"key": party.key, "person": party.name, "id_number": party.id_number}
                self._session.add(PartyPaper(dossier_code=code, **who, **self._read(party.paper, now)))

    def _read(self, paper: ApplicationPdf, now: datetime) -> dict[str, Any]:
        found = self._papers.signatures(paper.sha256, now) if paper.signed else []
        return {
            "name": paper.name,
            "size": paper.size,
            "sha256": paper.sha256,
            "signatures": [msgspec.to_builtins(one) for one in found],
        }

    def _next_code(self, office: Office, now: datetime) -> str:
        """The number anew per agency and day: `000.00.00.H26-YYMMDD-NNNN` (Circular 01/2018 Art. 19), or
        `G12.18.01-YYYYMMDD-NNNN` for agencies that have a code of Decision 20/2020/QĐ-TTg.
        """
        today = now.astimezone(VIETNAM)
        old = office.code.startswith("000.")
        prefix = f"{office.code}-{today:%y%m%d}" if old else f"{office.code}-{today:%Y%m%d}"
        return f"{prefix}-{next_number(self._session, prefix):04d}"


def require_files(session: Session, files: Iterable[FileNote | ApplicationPdf]) -> None:
    """Refuse files that were not uploaded, or are of another size than said."""
    named = {file.sha256: file.size for file in files}
    stored = select(StoredFile.sha256, StoredFile.size).where(StoredFile.sha256.in_(named))
    sizes: dict[str, int] = {row.sha256: row.size for row in session.execute(stored)}
    missing = sorted(named.keys() - sizes.keys())
    if missing:
        raise MissingFiles("Upload these files first.", missing_files=missing)
    problems = [
        {
            "path": f"$.files[?(@.sha256=='{file.sha256}')].size",
            "message": f"the file has {sizes[file.sha256]} bytes",
        }
        for file in files
        if file.size != sizes[file.sha256]
    ]
    if problems:
        raise Unacceptable("The list of files does not fit the files.", problems)


def _everything(application: Application) -> list[FileNote | ApplicationPdf]:
    """The files of the answers, and the papers that people declared by."""
    return [*application.files, *_papers(application).values()]


def _papers(application: Application) -> dict[str, ApplicationPdf]:
    """Every paper that somebody declared by, with its path in the body."""
    named = {"$.application_pdf": application.application_pdf}
    named |= {f"$.parties[{place}].paper": one.paper for place, one in enumerate(_agreed(application))}
    return {path: paper for path, paper in named.items() if not isinstance(paper, msgspec.UnsetType)}


def _agreed(application: Application) -> list[PartyNote]:
    return [] if isinstance(application.parties, msgspec.UnsetType) else application.parties


def _belongs(procedure: str, definition: Definition) -> bool:
    return procedure == definition.procedure or procedure.startswith(f"{definition.procedure}.")


def _dossier(
    application: Application, office: Office, digest: str, now: datetime, due: datetime | None
) -> Dossier:
    return Dossier(
        application_id=str(application.application_id),
        body_digest=digest,
        receipt_number=application.receipt_number,
        procedure=application.procedure,
        definition_id=application.definition.id,
        definition_version=application.definition.version,
        language=application.language,
        applicant=msgspec.to_builtins(application.applicant),
        locality=msgspec.to_builtins(application.locality),
        agency=msgspec.to_builtins(office),
        answers=application.answers,
        submitted_at=application.submitted_at,
        received_at=now,
        due_at=due,
        status=NEW,
        version=0,
        files=[
            DossierFile(
                file_id=file.id,
                question=file.question,
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256,
                signatures=_said(file),
            )
            for file in application.files
        ],
    )


def _said(file: AnswerFile) -> FileSignatures | None:
    if isinstance(file.signatures, msgspec.UnsetType):
        return None
    return FileSignatures(said=[msgspec.to_builtins(one) for one in file.signatures])


def _answer(dossier: Dossier, files: Iterable[FileNote | ApplicationPdf]) -> dict[str, Any]:
    return {
        "dossier_code": dossier.code,
        "received_at": written(dossier.received_at),
        "due_at": written(dossier.due_at) if dossier.due_at else None,
        "agency": dossier.agency,
        "files": acknowledged(files),
    }


def acknowledged(files: Iterable[FileNote | ApplicationPdf]) -> list[dict[str, Any]]:
    """The files as the agency has them, for the sender to compare."""
    return [{"id": file.id, "sha256": file.sha256, "size": file.size} for file in files]
