"""The sandbox for a WSGI server, with settings from the environment."""

from __future__ import annotations

from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings

settings = SandboxSettings.from_environment()
sandbox = create_sandbox(settings)

if __name__ == "__main__":
    sandbox.run(host="127.0.0.1", port=settings.port, threaded=True)
