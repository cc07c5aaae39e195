"""How the log is written."""

from enum import StrEnum


class Form(StrEnum):
    """`auto` is text on a terminal and JSON elsewhere."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"
