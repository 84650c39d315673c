"""A page as a person meets it: read by CSS selector, its forms filled by field name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

Values = Mapping[str, str | Sequence[str] | None]

_SPACE = re.compile(r"\s+")
_NEVER_SENT = {"submit", "button", "reset", "image", "file"}


def folded(text: str) -> str:
    """Text with every run of white space made one space."""
    return _SPACE.sub(" ", text).strip()


class Element:
    """One element of a page."""

    def __init__(self, node: LexborNode) -> None:
        self.node = node

    @property
    def text(self) -> str:
        """Its text, spaces folded."""
        return folded(self.node.text())

    @property
    def tag(self) -> str:
        """Its name in lower case."""
        return self.node.tag or ""

    def attr(self, name: str) -> str | None:
        """An attribute; the empty string when it has no value."""
        if name not in self.node.attributes:
            return None
        return self.node.attributes[name] or ""

    def has_attr(self, name: str) -> bool:
        """Whether the attribute is there."""
        return name in self.node.attributes

    def all(self, css: str) -> list[Element]:
        """Every descendant that matches."""
        return [Element(node) for node in self.node.css(css)]

    def one(self, css: str) -> Element:
        """The only descendant that matches."""
        found = self.all(css)
        assert len(found) == 1, f"{len(found)} elements match {css!r}, expected one"
        return found[0]

    def inside(self, tag: str) -> bool:
        """Whether an ancestor has this name."""
        parent = self.node.parent
        while parent is not None:
            if parent.tag == tag:
                return True
            parent = parent.parent
        return False


@dataclass(frozen=True)
class Submission:
    """What a browser would send when a button is pressed."""

    url: str
    method: str
    fields: dict[str, list[str]]
    multipart: bool


class HtmlPage:
    """An answer in HTML, whole page or fragment."""

    def __init__(self, html: str, url: str = "", status: int = 200) -> None:
        self.html = html
        self.url = url
        self.status = status
        self.tree = LexborHTMLParser(html)

    def __repr__(self) -> str:
        return f"<{self.status} {self.url} {self.title!r}>"

    @property
    def title(self) -> str:
        """The text of `<title>`."""
        found = self.all("title")
        return found[0].text if found else ""

    @property
    def heading(self) -> str:
        """The text of the `<h1>`."""
        return self.one("h1").text

    @property
    def lang(self) -> str | None:
        """The language the page says it is in."""
        return self.one("html").attr("lang")

    @property
    def text(self) -> str:
        """Everything a person reads, spaces folded."""
        body = LexborHTMLParser(self.html)
        for node in body.css("script, style, template, title, noscript"):
            node.decompose()
        root = body.body
        return folded(root.text(separator=" ")) if root else ""

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: field name (where the link leads) to message."""
        links = self.all(".error-summary a[href^='#']")
        return {(link.attr("href") or "#")[1:]: link.text for link in links}

    def all(self, css: str) -> list[Element]:
        """Every element that matches."""
        return [Element(node) for node in self.tree.css(css)]

    def one(self, css: str) -> Element:
        """The only element that matches."""
        found = self.all(css)
        assert len(found) == 1, f"{len(found)} elements match {css!r} on {self!r}, expected one"
        return found[0]

    def has(self, css: str) -> bool:
        """Whether anything matches."""
        return bool(self.tree.css_first(css))

    def texts(self, css: str) -> list[str]:
        """The texts of all that match."""
        return [element.text for element in self.all(css)]

    def link(self, text: str) -> str:
        """Where the link with this text leads; the first of equal ones."""
        names = {element.text: element.attr("href") for element in reversed(self.all("a[href]"))}
        assert text in names, f"no link {text!r} on {self!r}; there are {sorted(names)}"
        return urljoin(self.url, names[text] or "")

    def values(self, form: str | None = None) -> dict[str, str | list[str]]:
        """What the form would send as it stands: one value as a string, several as a list."""
        fields = _defaults(self._controls(self._form(form, None)))
        return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}

    def submission(
        self, values: Values | None = None, *, button: str | None = None, form: str | None = None
    ) -> Submission:
        """The request a browser makes when these values are put in and the button is pressed."""
        element = self._form(form, button)
        controls = self._controls(element)
        fields = _defaults(controls)
        for name, value in (values or {}).items():
            _fill(fields, controls, name, value)
        pressed = _button(controls, button)
        if pressed is not None and pressed.attr("name"):
            fields.setdefault(pressed.attr("name") or "", []).append(pressed.attr("value") or "")
        action = (pressed.attr("formaction") if pressed else None) or element.attr("action") or ""
        method = (pressed.attr("formmethod") if pressed else None) or element.attr("method") or "get"
        return Submission(
            url=urldefrag(urljoin(self.url, action)).url,
            method=method.lower(),
            fields=fields,
            multipart=element.attr("enctype") == "multipart/form-data",
        )

    def _form(self, css: str | None, button: str | None) -> Element:
        if css is not None:
            return self.one(css)
        forms = self.all("main form") or self.all("form")
        if button is not None:
            forms = [
                form for form in self.all("form") if _button(self._controls(form), button, missing_ok=True)
            ]
        assert forms, f"no form with the button {button!r} on {self!r}; buttons: {self.texts('button')}"
        return forms[0]

    def _controls(self, form: Element) -> list[Element]:
        """The form's controls in the order of the page: the first button is the one that Enter presses."""
        kinds, form_id = "input, select, textarea, button", form.attr("id")
        outer = self.all(f"[form='{form_id}']") if form_id else []
        own = {control.node.mem_id for control in [*form.all(kinds), *outer]}
        controls = self.all(kinds) if outer else form.all(kinds)
        return [one for one in controls if one.node.mem_id in own and not one.has_attr("disabled")]


def _defaults(controls: Iterable[Element]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for control in controls:
        name = control.attr("name")
        if name:
            fields.setdefault(name, []).extend(_default(control))
    return {name: values for name, values in fields.items() if values}


def _default(control: Element) -> list[str]:
    kind = (control.attr("type") or "text").lower()
    if control.tag == "select":
        return _selected(control)
    if control.tag == "textarea":
        return [control.node.text().removeprefix("\n")]
    if control.tag == "button" or kind in _NEVER_SENT:
        return []
    if kind in {"checkbox", "radio"}:
        return [control.attr("value") or "on"] if control.has_attr("checked") else []
    return [control.attr("value") or ""]


def _selected(select: Element) -> list[str]:
    options = select.all("option")
    chosen = [option for option in options if option.has_attr("selected")]
    if not chosen and not select.has_attr("multiple"):
        chosen = options[:1]
    return [_value(option) for option in chosen]


def _value(option: Element) -> str:
    value = option.attr("value")
    return option.text if value is None else value


def _fill(
    fields: dict[str, list[str]], controls: Iterable[Element], name: str, value: str | Sequence[str] | None
) -> None:
    named = [control for control in controls if control.attr("name") == name]
    known = sorted({control.attr("name") or "" for control in controls})
    assert named, f"the form has no field {name!r}; it has {known}"
    if value is None:
        fields.pop(name, None)
        return
    wanted = [value] if isinstance(value, str) else list(value)
    offered = _offered(named)
    assert offered is None or set(wanted) <= offered, f"{name} offers {sorted(offered or ())}, not {wanted}"
    fields[name] = wanted


def _offered(named: Sequence[Element]) -> set[str] | None:
    """The values a person can choose from; none when they can type."""
    if all(control.tag == "select" for control in named):
        return {_value(option) for control in named for option in control.all("option")}
    if all((control.attr("type") or "") in {"radio", "checkbox"} for control in named):
        return {control.attr("value") or "on" for control in named}
    return None


def _button(controls: Iterable[Element], wanted: str | None, *, missing_ok: bool = False) -> Element | None:
    buttons = [control for control in controls if _is_submit(control)]
    if wanted is None:
        return buttons[0] if buttons else None
    for button in buttons:
        label = button.text or button.attr("value") or ""
        if wanted in {label, button.attr("aria-label"), f"{button.attr('name')}={button.attr('value')}"}:
            return button
    assert missing_ok, f"no button {wanted!r}; there are {[button.text for button in buttons]}"
    return None


def _is_submit(control: Element) -> bool:
    kind = (control.attr("type") or "").lower()
    return kind in {"submit", ""} if control.tag == "button" else kind in {"submit", "image"}
