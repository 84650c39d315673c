"""The least a Flask page can cost, served beside the portal to compare with."""

from __future__ import annotations

from flask import Flask, render_template

bare = Flask(__name__)

_PAGE = "<!doctype html><html lang=en><title>Bare</title><h1>Bare</h1>"
_ROWS = [{"name": f"Row {number}", "value": "of a page that does nothing else"} for number in range(260)]
_TABLE = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1>
<dl>
{% for row in rows %}
<dt class="row">{{ row.name }}</dt><dd>{{ row.value }}</dd>
{% endfor %}
</dl></body></html>"""
_WRITTEN = bare.jinja_env.from_string(_TABLE)


@bare.get("/")
def page() -> str:
    """One constant page."""
    return _PAGE


@bare.get("/template")
def template() -> str:
    """18 KB from one flat Jinja template: 520 escaped values; no session, no database, no links."""
    return render_template(_WRITTEN, title="Bare", rows=_ROWS)
