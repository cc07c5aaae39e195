"""Who may be asked to do what with documents: checked in the action, whatever page or program calls it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from docsvc.actions.ask_registry import ask_registry
from docsvc.actions.recipient_rules import (
    Problems,
    require_acts,
    require_groups,
    require_one_deal,
    require_places,
)
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.mail.address import read_address
from docsvc.model import Act, Asked, Channel, Document, LegalEntity
from docsvc.model.access_codes import LONGEST, SHORTEST
from docsvc.model.authority import settle_authority
from docsvc.queries.our_signatory import is_ours, our_signatory, signatory_name
from docsvc.sms.phone import read_phone
from docsvc.work import Work
from signing.values import clean

LONGEST_PHONE = 40
LONGEST_WORDS = 500
"""Of what is printed of a recipient: the certificate has to show it whole."""

__all__ = ["settle_receivers", "settle_recipients"]


def settle_recipients(
    work: Work,
    documents: Document | Sequence[Document],
    recipients: Sequence[Asked],
    *,
    quorums: Mapping[str, int] | None = None,
    in_person: bool = False,
) -> tuple[Asked, ...]:
    """Return the recipients as they will be kept: one spelling of each address, our signatory as registered.

    Over all documents of the sending, every place to sign gets one signer or one group of them, and the
    client is asked for what each kind asks for. Raises `NoRecipients`, `BadInput` naming each wrong
    recipient, `SetupIncomplete` when no document has a place for a party to sign.
    """
    sent = (documents,) if isinstance(documents, Document) else tuple(documents)
    problems: Problems = []
    require_one_deal(sent, problems)
    settled = tuple(
        settle_one(work, sent[0], number, asked, problems, in_person=in_person)
        for number, asked in enumerate(recipients)
    )
    require_groups(settled, quorums or {}, problems)
    if problems:
        raise BadInput(problems)
    require_acts(sent, settled)
    require_places(sent, settled, quorums or {})
    return settled


def settle_receivers(work: Work, document: Document, recipients: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return those who only receive, as they will be kept; raise `BadInput` naming each wrong one."""
    problems: Problems = []
    settled = tuple(settle_one(work, document, *pair, problems) for pair in enumerate(recipients))
    if any(asked.act is not Act.RECEIVE for asked in settled):
        problems.append(("recipients", "выпущенный документ только получают: подписывать его некому"))
    if problems:
        raise BadInput(problems)
    return settled


def settle_one(
    work: Work,
    document: Document,
    number: int,
    asked: Asked,
    problems: Problems,
    *,
    in_person: bool = False,
) -> Asked:
    """Return one recipient in one spelling; what is wrong with them is added to `problems`."""
    where = f"recipients[{number}]"
    _require_access(asked, where, problems)
    asked = _in_print(asked, where, problems)
    settled = _means(asked, where, problems, in_person=in_person)
    settled = settle_authority(settled, today=work.today, where=where, problems=problems)
    try:
        settled = replace(settled, email=read_address(asked.email))
    except ValueError as error:
        problems.append((f"{where}.email", str(error)))
        return settled
    if asked.act is Act.SIGN and is_ours(asked.party):
        settled = _our_signatory(work, document, where, settled, problems)
    ask_registry(work, settled.authority_terms)
    return settled


def _in_print(asked: Asked, where: str, problems: Problems) -> Asked:
    """Return the recipient with what is printed of them on one line each, without what nobody could see."""
    settled = replace(
        asked,
        name=clean(asked.name),
        position=clean(asked.position),
        organisation=clean(asked.organisation),
        authority=clean(asked.authority),
    )
    for name in ("name", "position", "organisation", "authority"):
        if len(getattr(settled, name)) > LONGEST_WORDS:
            problems.append((f"{where}.{name}", Phrase("не больше %(most)s знаков", most=LONGEST_WORDS)))
    if not settled.name:
        problems.append((f"{where}.name", "укажите имя"))
    return settled


def _means(asked: Asked, where: str, problems: Problems, *, in_person: bool) -> Asked:
    """Return the recipient with their phone in one spelling; codes must have a way to them."""
    phone = asked.phone.strip()[:LONGEST_PHONE]
    if asked.channel is Channel.SMS:
        try:
            phone = read_phone(phone)
        except ValueError as error:
            problems.append(
                (f"{where}.phone", Phrase("%(what)s: на него придёт код", what=Phrase(str(error))))
            )
    if asked.channel is Channel.PIN and not in_person:
        problems.append((f"{where}.channel", "PIN-код годится только для подписи на вашем устройстве"))
    return replace(asked, phone=phone)


def _require_access(asked: Asked, where: str, problems: Problems) -> None:
    length = len("".join(asked.access_code.split()))
    if length and not SHORTEST <= length <= LONGEST:
        problems.append(
            (
                f"{where}.access_code",
                Phrase("код доступа: нужно от %(least)s до %(most)s знаков", least=SHORTEST, most=LONGEST),
            )
        )


def _our_signatory(work: Work, document: Document, where: str, asked: Asked, problems: Problems) -> Asked:
    """Let nobody sign for us under another's name: the address must be of a director or of the signatory.

    The certificate then names that person as they are registered, whatever the sender typed.
    """
    entity = work.get(LegalEntity, document.legal_entity_id)
    user = our_signatory(work.session, entity, asked.email)
    if user is None:
        text = "от нашей стороны подписывает директор или подписант из реквизитов компании, со своей почты"
        problems.append((f"{where}.email", text))
        return asked
    settled = replace(asked, name=user.name, organisation=entity.name)
    if user.name != signatory_name(entity):
        return replace(settled, position=user.position)
    known = replace(
        settled,
        position=str(entity.details.get("signatory_position") or user.position),
        authority=str(entity.details.get("authority") or asked.authority),
        authority_terms=entity.details.get("authority_terms") or asked.authority_terms,
    )
    return settle_authority(known, today=work.today, where=where, problems=problems)
