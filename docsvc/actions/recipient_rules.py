"""What must hold of the recipients of a sending together: acts, places to sign, groups."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from docsvc.errors import BadInput, NoRecipients, SetupIncomplete
from docsvc.errors.phrase import Phrase
from docsvc.model import Act, Asked, Document, Kind
from docsvc.model.asked_of import would_act
from docsvc.model.kinds import KINDS
from docsvc.model.places import parties_to_sign, reserve, signing_names, to_sign

NARROWEST = 36.0
"""The least width of a place that was split among a group, in points: a narrower one could not be read."""

Problems = list[tuple[str, str]]


def require_one_deal(documents: Sequence[Document], problems: Problems) -> None:
    """Note what does not belong into one sending: another deal or company of ours, one document twice."""
    if len({document.id for document in documents}) != len(documents):
        problems.append(("documents", "один документ указан дважды"))
    if len({document.deal_id for document in documents}) > 1:
        problems.append(("documents", "вместе отправляют документы одной сделки"))
    if len({document.legal_entity_id for document in documents}) > 1:
        problems.append(("documents", "вместе отправляют документы одной нашей компании"))


def require_acts(documents: Sequence[Document], recipients: Sequence[Asked]) -> None:
    """Raise unless every document that waits for an act has somebody to act on it."""
    waiting = [each for each in documents if KINDS[Kind(each.kind)].client_act is not Act.RECEIVE]
    if not waiting:
        raise BadInput([("recipients", "этот документ не подписывают: его выпускают")])
    lacking = [
        each.number
        for each in waiting
        if not any(would_act(asked, each, each.version) for asked in recipients)
    ]
    if not lacking:
        return
    signs = any(KINDS[Kind(each.kind)].client_act is Act.SIGN for each in waiting)
    if signs and not any(to_sign(each.version.places) for each in waiting):
        raise SetupIncomplete(
            what=Phrase("место подписи в документе %(numbers)s", numbers=", ".join(lacking))
        )
    if len(documents) == 1:
        raise NoRecipients
    raise BadInput(
        [("recipients", Phrase("некому ответить по документу: %(numbers)s", numbers=", ".join(lacking)))]
    )


def require_places(
    documents: Sequence[Document], recipients: Sequence[Asked], quorums: Mapping[str, int]
) -> None:
    """Raise unless signers and places to sign fit: each place has one signer, or one group of them."""
    signers = [asked for asked in recipients if asked.act is Act.SIGN]
    idle = [asked for asked in signers if not any(would_act(asked, each, each.version) for each in documents)]
    if idle:
        parties = ", ".join(dict.fromkeys(asked.party or "—" for asked in idle))
        raise SetupIncomplete(what=Phrase("место подписи в шаблоне: %(parties)s", parties=parties))
    _refuse_crowds(signers)
    _require_room(documents, signers, quorums)
    known = {party for each in documents for party in parties_to_sign(each.version.places)}
    if empty := sorted(place for place in known if not _is_served(place, signers)):
        raise BadInput(
            [("recipients", Phrase("некому подписать за сторону: %(parties)s", parties=", ".join(empty)))]
        )


def require_groups(recipients: Sequence[Asked], quorums: Mapping[str, int], problems: Problems) -> None:
    """Note groups whose people differ in act, turn or place, and quorums that cannot be reached."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for asked in recipients:
        if asked.group:
            groups[asked.group].append(asked)
    for name, members in groups.items():
        problems += _group_problems(name, members, quorums.get(name, 0))
    if strangers := sorted(set(quorums) - set(groups)):
        problems.append(("quorums", Phrase("нет такой группы: %(names)s", names=", ".join(strangers))))


def _group_problems(name: str, members: Sequence[Asked], quorum: int) -> Iterator[tuple[str, str]]:
    if len({(asked.act, asked.order, asked.party) for asked in members}) > 1:
        yield (
            "recipients",
            Phrase(
                "группа «%(name)s»: у всех должны быть одно действие, одна очередь и одно место подписи",
                name=name,
            ),
        )
    if any(asked.act not in {Act.SIGN, Act.ACCEPT} for asked in members):
        yield (
            "recipients",
            Phrase("группа «%(name)s»: в ней только те, кто подписывает или принимает", name=name),
        )
    if len({asked.email for asked in members}) < len(members):
        yield "recipients", Phrase("группа «%(name)s»: один человек указан дважды", name=name)
    if not 1 <= quorum <= len(members):
        most = len(members)
        yield (
            "quorums",
            Phrase("группа «%(name)s»: укажите, скольких достаточно, от 1 до %(most)s", name=name, most=most),
        )


def _refuse_crowds(signers: Sequence[Asked]) -> None:
    by_party: dict[str, list[Asked]] = defaultdict(list)
    for asked in signers:
        by_party[asked.party].append(asked)
    for crowd in by_party.values():
        if len(crowd) > 1 and (len({asked.group for asked in crowd}) > 1 or not crowd[0].group):
            text = "на одно место подписи указаны двое; если достаточно одного из них, объедините их в группу"
            raise BadInput([("recipients", text)])


def _require_room(
    documents: Sequence[Document], signers: Sequence[Asked], quorums: Mapping[str, int]
) -> None:
    """Raise unless a group has as many places as it gives signatures, its own or split wide enough."""
    needed = {asked.party: quorums.get(asked.group, 1) if asked.group else 1 for asked in signers}
    grouped = {asked.party for asked in signers if asked.group}
    further = {name for party in grouped for name in signing_names(party, needed[party])[1:]}
    if taken := sorted(further & set(needed)):
        text = Phrase(
            "место %(places)s нужно группе: объедините всех, кто на нём подписывает, в группу",
            places=", ".join(taken),
        )
        raise BadInput([("recipients", text)])
    for document in documents:
        of_groups = reserve(document.version.places, {party: needed[party] for party in grouped})
        if any(place["box"][2] - place["box"][0] < NARROWEST for place in to_sign(of_groups)):
            text = Phrase(
                "подписи группы не поместятся в документе %(number)s: добавьте места или уменьшите их число",
                number=document.number,
            )
            raise BadInput([("quorums", text)])


def _is_served(place: str, signers: Sequence[Asked]) -> bool:
    """Tell whether somebody signs at a place; `client2` is a further place of the group signing `client`."""
    first = place.rstrip("0123456789")
    return any(asked.party == place or (asked.group and asked.party == first) for asked in signers)
