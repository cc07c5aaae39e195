"""What the fixtures of these tests are, for their annotations."""

from collections.abc import Callable, Mapping
from typing import Any

from templates import Source

Tree = dict[str, Any]
Tiny = Callable[..., Source]
TreeOf = Callable[[str], Tree]
FactsOf = Callable[[str], Tree]
Shipped = Mapping[str, Source]
