"""Components are rendered alone, as any page would call them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.web import formats, locale
from tests.structure.sources import ROOT
from tests.support.html import HtmlPage

Render = Callable[..., HtmlPage]


@pytest.fixture(scope="session")
def portal_templates() -> Flask:
    """An application that knows the templates and one address, `list`, and nothing else."""
    app = Flask("components", template_folder=str(ROOT / "templates"), static_folder=None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    locale.init_app(app)
    formats.init_app(app)
    app.add_url_rule("/<lang:lang>/list", "list", lambda: "")
    return app


@pytest.fixture
def render(portal_templates: Flask) -> Render:
    """`render("tag('Done', 'ok')")`: the tree of one call; `inside` a call block with `given` names."""

    def rendered(
        call: str, inside: str | None = None, lang: str = "vi", given: str = "", **context: Any
    ) -> HtmlPage:
        name = call.partition("(")[0]
        block = f"{{% call{given} {call} %}}{inside}{{% endcall %}}"
        shown = block if inside is not None else f"{{{{ {call} }}}}"
        source = f'{{% from "components/{name}.html" import {name} %}}{shown}'
        with portal_templates.test_request_context(f"/{lang}/list"):
            portal_templates.preprocess_request()
            return HtmlPage(portal_templates.jinja_env.from_string(source).render(**context))

    return rendered
