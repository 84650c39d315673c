"""What every application compiles alike is compiled once a process, however many applications tests make."""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class CompiledTemplates(BytecodeCache):
    """Holds the code of every template by its file and source; nothing is written anywhere."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of the same source, when it was compiled before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has just been compiled."""
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


class CompiledRule(Rule):
    """An address whose builder, two thirds of the making of an application, is taken from an equal one."""

    _builders: dict[tuple[object, ...], Builder] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        defaults: dict[str, Any] = dict(self.defaults or {})
        # A builder reads its converters from the rule it is called with; defaults are written into it.
        same = (self.rule, tuple(self._trace), repr(sorted(defaults.items())), append_unknown)
        if same not in self._builders:
            self._builders[same] = super()._compile_builder(append_unknown)
        return self._builders[same]
