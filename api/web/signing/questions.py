"""The places of a document as questions to its recipient: what belongs in, and what is in so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from docsvc.model.filling import LONGEST
from docsvc.queries.recipient import FieldToFill, RecipientView

LABEL: Mapping[str, LazyString] = {
    "initials": lazy_gettext("Инициалы"),
    "date": lazy_gettext("Дата"),
    "text": lazy_gettext("Текст"),
    "checkbox": lazy_gettext("Отметка"),
    "name": lazy_gettext("Фамилия, имя и отчество"),
    "company": lazy_gettext("Организация"),
    "stamp": lazy_gettext("Печать: что на ней написать"),
}
_AUTOCOMPLETE = {"name": "name", "company": "organization"}
_MOST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One place to fill in, what it is called, and what is in it so far."""

    document_id: str
    field: FieldToFill
    label: str
    value: str

    @property
    def key(self) -> str:
        """Return the name in the form."""
        return key_of(self.document_id, self.field.name)

    @property
    def id(self) -> str:
        """Return the id in the page, where dots would be classes."""
        return self.key.replace(".", "-")

    @property
    def fill(self) -> str:
        """Return what the browser may offer to fill in."""
        return _AUTOCOMPLETE.get(self.field.kind, "")

    @property
    def longest(self) -> int:
        """Return how many characters it takes."""
        return LONGEST


def key_of(document_id: str, name: str) -> str:
    """Return the name in the form of a document's field."""
    return f"v.{document_id}.{name}"


def question(
    view: RecipientView, document_id: str, field: FieldToFill, kept: Mapping[str, str], *, today: date
) -> Question:
    """Return a place as a question: what was kept of it, else what is known already."""
    key = key_of(document_id, field.name)
    return Question(
        document_id,
        field,
        label=field.label or str(LABEL.get(field.kind) or gettext("Поле")),
        value=kept[key] if key in kept else _known(view, field.kind, today),
    )


def _known(view: RecipientView, kind: str, today: date) -> str:
    match kind:
        case "date":
            return today.isoformat()
        case "name":
            return view.name
        case "company" | "stamp":
            return view.organisation
        case "initials":
            return "".join(f"{word[0]}." for word in view.name.split()[:_MOST_INITIALS])
        case _:
            return ""
