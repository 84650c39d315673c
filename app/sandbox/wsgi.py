"""The sandbox for a WSGI server, with settings from the environment."""

from __future__ import annotations

import logging

from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
for library in ("pyhanko", "pyhanko_certvalidator"):  # a signature that is not good is an answer, no failure
    logging.getLogger(library).setLevel(logging.CRITICAL)
settings = SandboxSettings.from_environment()
sandbox = create_sandbox(settings)

if __name__ == "__main__":
    sandbox.run(host="127.0.0.1", port=settings.port, threaded=True)
