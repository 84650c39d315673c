"""Where a procedure exists at all, as against where it can be done online."""

from __future__ import annotations

from app.features.catalogue.records import ProcedureRecord
from app.features.catalogue.taxonomy import Taxonomy

_TAXONOMY = Taxonomy()


def only_in(record: ProcedureRecord) -> tuple[str, ...] | None:
    """The provinces outside which the procedure does not exist, or None when it exists everywhere.

    A province's own procedure exists there only. Any other whose availability is limited is limited
    online; elsewhere it is done in person or by post, if it can be.
    """
    if record.availability.kind == "nationwide":
        return None
    own = _TAXONOMY.province(record.agency.code) is not None
    if not own and any(channel.channel != "online" for channel in record.channels):
        return None
    return tuple(record.availability.provinces)
