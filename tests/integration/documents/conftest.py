"""A finished dossier of the signed-in visitor."""

from tests.integration.applications.conftest import at_step, submit
from tests.integration.dossiers.conftest import act, code, file_birth, get

__all__ = ["act", "at_step", "code", "file_birth", "get", "submit"]
