"""What a recipient is asked for on one page: the documents they act on, and what is to be filled in there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flask_babel import gettext, ngettext

from api.context import tools
from api.web.signing.questions import Question, question
from api.web.signing.words import NOUN
from docsvc.model import Act
from docsvc.model.filling import Problems, read_values
from docsvc.queries.recipient import EnvelopeDocument, FieldToFill, RecipientView
from docsvc.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class Group:
    """A document that is acted on, with its questions."""

    document: EnvelopeDocument
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything that one answer covers."""

    act: Act
    groups: tuple[Group, ...]

    @property
    def documents(self) -> tuple[EnvelopeDocument, ...]:
        """Return the documents that are acted on."""
        return tuple(each.document for each in self.groups)

    @property
    def several(self) -> bool:
        """Tell whether the answer covers more than one document."""
        return len(self.groups) > 1

    @property
    def button(self) -> str:
        """Return what the button says that it does."""
        if self.act is Act.ACCEPT:
            return str(gettext("Принять все предложения") if self.several else gettext("Принять предложение"))
        if not self.several:
            return str(gettext("Подписать %(noun)s", noun=NOUN[self.documents[0].kind]))
        count = len(self.groups)
        return str(ngettext("Подписать %(num)s документ", "Подписать %(num)s документов", count))


def asking_of(view: RecipientView, kept: Mapping[str, str]) -> Asking | None:
    """Return what is asked of the recipient now, filled in with what was `kept`; None where nothing is."""
    asked = [each for each in view.documents if each.asked and each.standing is Standing.ASKED]
    if not asked or view.act not in {Act.SIGN, Act.ACCEPT}:
        return None
    today = tools().clock().astimezone(tools().settings.timezone).date()
    groups = (
        Group(each, tuple(question(view, each.id, field, kept, today=today) for field in _read_order(each)))
        for each in asked
    )
    return Asking(view.act, tuple(groups))


def _read_order(document: EnvelopeDocument) -> list[FieldToFill]:
    """Return the fields as the eye meets them: by page, from the top, from the left."""
    return sorted(document.fields, key=lambda field: (field.page, -field.box[3], field.box[0]))


def given_values(asking: Asking, form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what a form fills in, by document and the field's name."""
    return {
        each.document.id: {one.field.name: form.get(one.key, "") for one in each.questions}
        for each in asking.groups
    }


def unfilled(asking: Asking, form: Mapping[str, str]) -> dict[str, str]:
    """Return what is still to be mended in the fields, by the id that each has in the page."""
    values, errors = given_values(asking, form), dict[str, str]()
    for group in asking.groups:
        problems: Problems = []
        places = [asdict(each) | {"party": ""} for each in group.document.fields]
        read_values(places, values[group.document.id], problems)
        ids = {each.field.name: each.id for each in group.questions}
        errors |= {ids[name]: f"{words[:1].upper()}{words[1:]}." for name, words in problems}
    return errors
