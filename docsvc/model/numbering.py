"""How documents of a kind are numbered where the organisation wants it otherwise than shipped."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from docsvc.model.base import Base


class NumberRule(Base):
    """The organisation's own number pattern of a kind; the shipped one is in `docsvc.model.kinds`.

    `pattern` knows `{YYYY}`, `{YY}`, `{MM}`, `{DD}` and `{NUMBER}`; `reset` is `daily`, `monthly`, `yearly`
    or `never`; `width` is how many digits a number is filled up to.
    """

    __tablename__ = "number_rule"

    kind: Mapped[str] = mapped_column(primary_key=True)
    pattern: Mapped[str]
    reset: Mapped[str]
    width: Mapped[int] = mapped_column(default=4)
    changed_at: Mapped[datetime]
