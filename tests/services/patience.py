"""How long a test waits for what comes by itself."""

from typing import Final

PATIENCE_SECONDS: Final = 120.0
"""It costs nothing when all is well; where much else is going on, a start takes fifty times as long."""
