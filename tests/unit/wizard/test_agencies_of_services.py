"""The place a published form asks for is what its agency is found by, no more and no less."""

import pytest

from app.sandbox.agencies.competence import competence
from app.wizard.reading.authoring import definition_files, read
from tests.support.wizard import PUBLISHED

FILES = sorted(definition_files(PUBLISHED))
# Their offices below the province are found by the ward, and so is the meter of electricity; the name of the
# province stands for all of them.
BASE_OFFICES = {"tax", "social_insurance", "power"}


def kind_of(procedure):
    table = competence()
    national = ".".join(procedure.split(".")[:2])
    return table.procedures.get(procedure, table.procedures.get(national))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_ward_is_asked_for_where_it_decides_and_nowhere_else(file):
    form, offices = read(file), competence().offices
    kind = kind_of(form.procedure)
    code = offices[kind].code if kind else "{province}"

    ward = form.question(form.locality).ward if form.locality else None

    if ward is None:
        assert "{" not in code
    else:
        assert ward == ("required" if kind in BASE_OFFICES or "{ward}" in code else "none")
