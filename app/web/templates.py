"""Templates compiled once for each language, their fixed words put in while compiling."""

from __future__ import annotations

from types import CodeType
from typing import Any, cast

from flask import Flask, current_app, has_request_context, request
from flask.templating import Environment
from jinja2 import BytecodeCache, Template, nodes
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.texts import LANGS
from app.translations import translator
from app.web.locale import lang

_EXTENSION = "portal.templates"
_MOST_ADDRESSES = 4_096
_OF_THE_HOST = frozenset(("_external", "_scheme"))
_PLAIN = frozenset((str, int))
_GETTEXT = {"_", "gettext"}
_METHODS = frozenset(dir(dict))


class _Component(Template):
    """A template whose macros are made once: what it sees besides its arguments never changes here."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # The original compares all globals at every import of a component, ten times a page.
        return super()._get_default_module()


class PageEnvironment(Environment):
    """Flask's environment; an overlay with a `language` writes translated words into the compiled code."""

    template_class = _Component
    language: str | None = None

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What `obj.attribute` means: for a plain dict its key, found without raising an error first."""
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        if self.language is not None:
            source = _Words(self.language).visit(source)
        return super()._generate(source, name, filename, defer_init)


class _Compiled(BytecodeCache):
    """The compiled templates of one language, shared by all portals of a process."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from this very text, if anything."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED: dict[str, _Compiled] = {}


class _Words(NodeTransformer):
    """Puts the translation in the place of every `_("…")`; what a message's places hold stays escaped."""

    def __init__(self, language: str) -> None:
        self._translate = translator(language).ugettext

    def visit_Call(self, node: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:  # noqa: N802 - the visitor's name
        self.generic_visit(node, *args, **kwargs)
        message = _message(node)
        if message is None:
            return node
        words = str(self._translate(message))
        if not node.kwargs:
            return nodes.MarkSafeIfAutoescape(nodes.Const(words % {}), lineno=node.lineno)
        places = [nodes.Pair(nodes.Const(pair.key), pair.value) for pair in node.kwargs]
        text = nodes.MarkSafeIfAutoescape(nodes.Const(words))
        return nodes.Mod(text, nodes.Dict(places), lineno=node.lineno)


def _message(node: nodes.Call) -> str | None:
    """The constant message of a gettext call; None for every other call."""
    called = isinstance(node.node, nodes.Name) and node.node.name in _GETTEXT
    if not called or len(node.args) != 1 or node.dyn_args is not None or node.dyn_kwargs is not None:
        return None
    message = node.args[0]
    return message.value if isinstance(message, nodes.Const) and isinstance(message.value, str) else None


def template(name: str) -> Template:
    """A template in the language of the page being answered."""
    found: Template = current_app.extensions[_EXTENSION][lang()].get_template(name)
    return found


def init_app(app: Flask) -> None:
    """One environment a language; all share filters, globals and files."""
    app.jinja_env.globals.update(url_for=_Addresses(app), still=_Still())
    app.extensions[_EXTENSION] = {language: _speaking(app, language) for language in LANGS}


def _speaking(app: Flask, language: str) -> PageEnvironment:
    compiled = _COMPILED.setdefault(language, _Compiled())
    # All templates stay in memory: one that is only looked up costs a tenth of one that is also ranked.
    environment = cast(PageEnvironment, app.jinja_env.overlay(bytecode_cache=compiled, cache_size=-1))
    environment.language = language
    return environment


class _Still:
    """`still("layouts/_footer.html")`: a part that never changes but with the language, written once.

    `still("layouts/_sections.html", section=…)` is written once for each of the few words it is given.
    """

    def __init__(self) -> None:
        self._written: dict[tuple[Any, ...], Markup] = {}

    def __call__(self, name: str, **words: str | None) -> Markup:
        key = (name, lang(), request.root_path, *words.values())
        written = self._written.get(key)
        if written is None:
            text = template(name).render(lang=lang(), **words)
            written = self._written[key] = Markup(text)  # noqa: S704 - a template's own
        return written


class _Addresses:
    """`url_for` that builds an address once a language, not once a link; it remembers some thousands."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._built: dict[tuple[Any, ...], str] = {}

    def __call__(self, endpoint: str, **values: Any) -> str:
        if endpoint.startswith(".") or not has_request_context() or not _same_everywhere(values):
            return self._app.url_for(endpoint, **values)
        key = (endpoint, lang(), request.root_path, *values.items())
        built = self._built.get(key)
        if built is None:
            if len(self._built) >= _MOST_ADDRESSES:
                self._built = {}
            built = self._built[key] = self._app.url_for(endpoint, **values)
        return built


def _same_everywhere(values: dict[str, Any]) -> bool:
    """Whether an address with these values is the same for whatever host was asked."""
    return _OF_THE_HOST.isdisjoint(values) and all(type(value) in _PLAIN for value in values.values())
