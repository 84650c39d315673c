"""The least a Flask page can cost, served beside the portal to compare with."""

from __future__ import annotations

from flask import Flask

bare = Flask(__name__)

_PAGE = "<!doctype html><html lang=en><title>Bare</title><h1>Bare</h1>"


@bare.get("/")
def page() -> str:
    """One constant page."""
    return _PAGE
