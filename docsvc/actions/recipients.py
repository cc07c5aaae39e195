"""Who may be asked to do what with a document: checked in the action, whatever page or program calls it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from docsvc.errors import BadInput, NoRecipients, SetupIncomplete
from docsvc.mail.address import read_address
from docsvc.model import Act, Asked, Document, Kind, LegalEntity, Role, User
from docsvc.model.kinds import KINDS
from docsvc.work import Work

SELLER = "seller"

Problems = list[tuple[str, str]]


def settle_recipients(work: Work, document: Document, recipients: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return the recipients as they will be kept: one spelling of each address, our signatory as registered.

    Every place to sign gets exactly one signer, and the client is asked for what the kind asks for. Raises
    `NoRecipients`, `BadInput` naming each wrong recipient, `SetupIncomplete` when the document has no place
    for a party to sign.
    """
    problems: Problems = []
    settled = tuple(_settle(work, document, *pair, problems) for pair in enumerate(recipients))
    if problems:
        raise BadInput(problems)
    _require_act(document, settled)
    _require_places(document, settled)
    return settled


def settle_receivers(work: Work, document: Document, recipients: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return those who only receive, as they will be kept; raise `BadInput` naming each wrong one."""
    problems: Problems = []
    settled = tuple(_settle(work, document, *pair, problems) for pair in enumerate(recipients))
    if any(asked.act is not Act.RECEIVE for asked in settled):
        problems.append(("recipients", "выпущенный документ только получают: подписывать его некому"))
    if problems:
        raise BadInput(problems)
    return settled


def _settle(work: Work, document: Document, number: int, asked: Asked, problems: Problems) -> Asked:
    name = asked.name.strip()
    if not name:
        problems.append((f"recipients[{number}].name", "укажите имя"))
    try:
        email = read_address(asked.email)
    except ValueError as error:
        problems.append((f"recipients[{number}].email", str(error)))
        return asked
    settled = replace(asked, name=name, email=email)
    if asked.act is Act.SIGN and asked.party == SELLER:
        return _our_signatory(work, document, number, settled, problems)
    return settled


def _our_signatory(work: Work, document: Document, number: int, asked: Asked, problems: Problems) -> Asked:
    """Let nobody sign for us under another's name: the address must be of a director or of the signatory.

    The certificate then names that person as they are registered, whatever the sender typed.
    """
    user = work.session.scalars(select(User).where(User.email == asked.email, User.active)).one_or_none()
    entity = work.get(LegalEntity, document.legal_entity_id)
    signatory = str(entity.details.get("signatory_name") or "")
    if user is None or not (Role.DIRECTOR in user.roles or user.name == signatory):
        text = "от нашей стороны подписывает директор или подписант из реквизитов компании, со своей почты"
        problems.append((f"recipients[{number}].email", text))
        return asked
    settled = replace(asked, name=user.name, organisation=entity.name)
    if user.name != signatory:
        return replace(settled, position=user.position)
    return replace(
        settled,
        position=str(entity.details.get("signatory_position") or user.position),
        authority=str(entity.details.get("authority") or asked.authority),
    )


def _require_act(document: Document, recipients: Sequence[Asked]) -> None:
    wanted = KINDS[Kind(document.kind)].client_act
    if wanted is Act.RECEIVE:
        raise BadInput([("recipients", "этот документ не подписывают: его выпускают")])
    if not any(asked.act is wanted for asked in recipients):
        raise NoRecipients


def _require_places(document: Document, recipients: Sequence[Asked]) -> None:
    places = {place["party"] for place in document.version.places}
    parties = [asked.party for asked in recipients if asked.act is Act.SIGN]
    if homeless := [party or "—" for party in parties if party not in places]:
        raise SetupIncomplete(what=f"место подписи в шаблоне: {', '.join(homeless)}")
    if len(set(parties)) != len(parties):
        raise BadInput([("recipients", "на одно место подписи указаны двое")])
    if empty := sorted(places - set(parties)):
        raise BadInput([("recipients", f"некому подписать за сторону: {', '.join(empty)}")])
