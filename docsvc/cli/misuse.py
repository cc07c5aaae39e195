"""Commands whose exit code is their answer: one that is misspelled answers nothing."""

import os
from typing import Any

import typer
import typer.core

_USAGE: Any = typer.BadParameter.__mro__[1]  # click's UsageError, which typer has a copy of and does not name


class Answering(typer.core.TyperCommand):
    """A command that ends with EX_USAGE (64) when it is misused; typer's own 2 is one of its answers."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the arguments."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except _USAGE as error:
            error.exit_code = os.EX_USAGE
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command; it may refuse an argument itself."""
        try:
            return super().invoke(ctx)
        except _USAGE as error:
            error.exit_code = os.EX_USAGE
            raise
