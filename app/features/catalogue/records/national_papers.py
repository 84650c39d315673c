"""Papers of a national record: main papers first, remarks last, bullets taken off."""

from __future__ import annotations

from app.features.catalogue.records.national_format import Document as NationalDocument
from app.features.catalogue.records.national_format import DocumentCase, NationalRecord
from app.features.catalogue.records.record import Document, Form, Papers
from app.features.catalogue.records.wording import tidy, unbulleted


def papers(source: NationalRecord) -> list[Papers]:
    """The cases with their papers, those needed always before those of special cases."""
    cases = [_papers(case) for case in source.document_cases if case.documents]
    return sorted(cases, key=_order)


def _papers(case: DocumentCase) -> Papers:
    name = unbulleted(case.case).rstrip(":").strip()
    documents = [_document(document) for document in case.documents if tidy(document.name)]
    return Papers(case={"vi": name} if name else None, documents=documents)


def _document(document: NationalDocument) -> Document:
    attached = next(filter(None, map(tidy, document.attachments)), "")
    return Document(
        code=tidy(document.code),
        name={"vi": unbulleted(document.name) or tidy(document.name)},
        originals=max(0, document.original),
        copies=max(0, document.copy),
        form=Form(name=attached) if attached else None,
    )


def _order(papers: Papers) -> int:
    if papers.case is None:
        return 0
    return 2 if papers.case["vi"].casefold().startswith("lưu ý") else 1
