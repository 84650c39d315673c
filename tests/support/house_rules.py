"""What is true of every page of the portal, checked whenever a test gets one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.support.html import Element, HtmlPage

_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\{|\}\}|\{%|(?<!\w)None(?!\w)|<built-in|object at 0x")
_REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "form")
_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
_LANGUAGE = re.compile(r"^(?:https?://[^/]+)?/(vi|en)(?:/|$)")


def check_page(page: HtmlPage) -> None:
    """Fail with every broken rule of a whole page."""
    _report(page, [*_about_the_whole(page), *_about_any_part(page), *_about_references(page)])


def check_fragment(page: HtmlPage, element_id: str) -> None:
    """Fail unless the answer is the one element (and partials for others), with its page's title."""
    body = page.tree.body
    found = [Element(node) for node in (body.iter() if body else [])]
    top = [element for element in found if element.tag != "hx-partial"]
    complaints = [*_about_any_part(page)]
    if [element.attr("id") for element in top] != [element_id]:
        complaints.append(f"the fragment is {[(e.tag, e.attr('id')) for e in top]}, not #{element_id} alone")
    if not page.title:
        complaints.append("the fragment carries no title")
    _report(page, complaints)


def _report(page: HtmlPage, complaints: list[str]) -> None:
    assert not complaints, f"{page!r} breaks the house rules:\n  " + "\n  ".join(complaints)


def _about_the_whole(page: HtmlPage) -> Iterator[str]:
    headings = page.texts("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1: {headings}"
    elif not page.title.startswith(headings[0]) or not headings[0]:
        yield f"the title {page.title!r} does not begin with the h1 {headings[0]!r}"
    address = _LANGUAGE.match(page.url)
    if page.lang not in {"vi", "en"} or (address and page.lang != address[1]):
        yield f"html lang is {page.lang!r}"
    for landmark in ("header", "main", "footer"):
        if len(page.all(f"body {landmark}:not(article {landmark}):not(section {landmark})")) != 1:
            yield f"not exactly one {landmark}"
    if not page.has("a[href='#main']"):
        yield "no skip link to #main"


def _about_any_part(page: HtmlPage) -> Iterator[str]:
    yield from _unique_ids(page)
    yield from _nothing_inline(page)
    yield from _forms(page)
    yield from _entering(page)
    yield from _labels(page)
    yield from _names(page)
    for found in _PLACEHOLDER.findall(page.text):
        yield f"unfilled placeholder {found!r} in the text"


def _unique_ids(page: HtmlPage) -> Iterator[str]:
    counted = Counter(element.attr("id") for element in page.all("[id]"))
    for identifier, times in counted.items():
        if times > 1 or not identifier:
            yield f"id {identifier!r} is used {times} times"


def _nothing_inline(page: HtmlPage) -> Iterator[str]:
    if page.has("style"):
        yield "a <style> element"
    for script in page.all("script"):
        if not script.attr("src") and (script.attr("type") or "") not in {
            "application/ld+json",
            "application/json",
        }:
            yield "an inline <script>"
    for element in page.all("*"):
        for name, value in element.node.attributes.items():
            if name == "style" or name.startswith(("on", "hx-on")) or "js:" in (value or "")[:3]:
                yield f"inline {name} on <{element.tag}>"


def _forms(page: HtmlPage) -> Iterator[str]:
    for form in page.all("form"):
        method = (form.attr("method") or "get").lower()
        if form.attr("action") is None:
            yield f"a {method} form without action"
        if method == "post" and not form.all("input[name='csrf_token'][value]"):
            yield f"the form to {form.attr('action')} has no csrf_token"
        if not any(_submits(button) for button in page.all("button, input")):
            yield f"the form to {form.attr('action')} has no button"


def _entering(page: HtmlPage) -> Iterator[str]:
    """Enter in a field presses the first button of its form, wherever on the page that stands."""
    for name in {button.attr("form") for button in page.all("button.language")}:
        first = page.all(f"#{name} button, button[form='{name}']")[0]
        if "language" in (first.attr("class") or "").split():
            yield f"Enter in #{name} switches the language"


def _submits(control: Element) -> bool:
    kind = (control.attr("type") or "").lower()
    return kind in {"submit", "image"} or (control.tag == "button" and not kind)


def _labels(page: HtmlPage) -> Iterator[str]:
    labelled = {label.attr("for") for label in page.all("label[for]") if label.text}
    for control in page.all("input, select, textarea"):
        if (control.attr("type") or "text") in _NO_LABEL:
            continue
        named = control.attr("aria-label") or control.attr("aria-labelledby")
        if not (named or control.attr("id") in labelled or control.inside("label")):
            yield f"no label for {control.tag} {control.attr('name')!r}"


def _names(page: HtmlPage) -> Iterator[str]:
    for image in page.all("img"):
        if image.attr("alt") is None:
            yield f"no alt on {image.attr('src')}"
    for element in page.all("button, a[href]"):
        spoken = element.text or element.attr("aria-label") or element.attr("aria-labelledby")
        drawn = any(image.attr("alt") for image in element.all("img"))
        titled = any(title.text for title in element.all("svg title"))
        if not (spoken or drawn or titled):
            yield f"a nameless {element.tag} ({element.attr('href') or element.attr('class')})"


def _about_references(page: HtmlPage) -> Iterator[str]:
    known = {element.attr("id") for element in page.all("[id]")}
    for attribute in _REFERS:
        for element in page.all(f"[{attribute}]"):
            for target in (element.attr(attribute) or "").split():
                if target not in known:
                    yield f"{attribute}={target!r} on <{element.tag}> names nothing"
    for link in page.all("a[href^='#']"):
        if (link.attr("href") or "#")[1:] not in known:
            yield f"the link {link.attr('href')} leads nowhere"
    for element in page.all("[hx-target^='#']"):
        if (element.attr("hx-target") or "#")[1:] not in known:
            yield f"hx-target {element.attr('hx-target')} is not on the page"
