"""How well an installation is, part by part, as one of its nodes sees it."""

from docsvc.health.node import Health
from docsvc.health.parts import Fault, Finding, Part, is_ready
from docsvc.health.port import serve_health

__all__ = ["Fault", "Finding", "Health", "Part", "is_ready", "serve_health"]
