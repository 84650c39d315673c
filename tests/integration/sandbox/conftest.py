"""The sandbox alone, in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings
from tests.support.clock import MovableClock
from tests.support.sandbox import DEFINITIONS, Browser, Gateway


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def settings(tmp_path: Path) -> SandboxSettings:
    return SandboxSettings.for_tests(tmp_path, definitions_dir=DEFINITIONS)


@pytest.fixture
def sandbox(settings: SandboxSettings, clock: MovableClock) -> Flask:
    return create_sandbox(settings, clock=clock)


@pytest.fixture
def browser(sandbox: Flask) -> Browser:
    return Browser(sandbox)


@pytest.fixture
def gateway(sandbox: Flask) -> Gateway:
    return Gateway(sandbox)
