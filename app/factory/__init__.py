"""From settings to a portal: the only place that chooses implementations."""

from app.factory.creation import create_app
from app.factory.house import Outside

__all__ = ["Outside", "create_app"]
