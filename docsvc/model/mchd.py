"""Reading a machine-readable power of attorney (МЧД), an XML of the single format `EMCHD_1`.

The file comes from anybody: no DTD, no entities, nothing fetched. It is read, not believed: who signed it and
whether it is in the registry of the ФНС is another step.
Source: Единый формат доверенности (ФНС, 2022), namespace `urn://x-artefacts/EMCHD_1`.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model.authority import AuthorityTerms, read_terms
from docsvc.model.dispatches import AuthorityKind

MOST_BYTES = 2 * 2**20
NAMESPACE = "urn://x-artefacts/EMCHD_1"

_MOST_POWERS = 50
_LONGEST_POWERS = 2000


def read_mchd(xml: bytes, *, path: str = "authority_file") -> AuthorityTerms:
    """Return what an МЧД says; raises `BadInput` at `path` for anything that is none."""
    if len(xml) > MOST_BYTES:
        words = Phrase("файл больше %(most)s МБ: МЧД таких не бывает", most=MOST_BYTES // 2**20)
        raise BadInput([(path, words)])
    root = _root(xml, path)
    about = next(_all(root, "СвДов"), None)
    if etree.QName(root).namespace != NAMESPACE or about is None:
        raise BadInput([(path, "это не доверенность единого формата (EMCHD_1): нужен файл XML из реестра")])
    agent = next(_all(root, "СведФизЛ"), None)
    return read_terms(
        {
            "kind": AuthorityKind.MCHD.value,
            "number": about.get("НомДовер", "").lower(),
            "date": about.get("ДатаВыдДовер", ""),
            "until": about.get("СрокДейст", ""),
            "powers": "; ".join(_powers(root))[:_LONGEST_POWERS],
        }
        | _principal(root)
        | _agent(agent),
        at=path,
    )


def _root(xml: bytes, path: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput([(path, "файл не читается: нужна МЧД в формате XML, как её выдал сервис")]) from error
    tree: Any = etree.ElementTree(root)
    if tree.docinfo.doctype:
        raise BadInput([(path, "в файле есть определение типа (DOCTYPE): в МЧД его не бывает")])
    return root


def _principal(root: Any) -> dict[str, str]:
    """Return who gave it: an organisation, an entrepreneur or a person."""
    giver = next(_all(root, "Доверит"), root)
    company = next(_all(giver, "СвРосОрг"), None)
    if company is not None:
        return {"principal": company.get("НаимОрг", ""), "principal_inn": company.get("ИННЮЛ", "")}
    person = next((each for name in ("СвИП", "СвФЛ") for each in _all(giver, name)), None)
    if person is None:
        return {}
    return {"principal": person.get("НаимИП") or _name(person), "principal_inn": person.get("ИННФЛ", "")}


def _agent(person: Any) -> dict[str, str]:
    if person is None:
        return {}
    found = {"agent_inn": person.get("ИННФЛ", ""), "agent_snils": person.get("СНИЛС", "")}
    return found | {"agent": _name(person)}


def _name(person: Any) -> str:
    full = next(_all(person, "ФИО"), None)
    parts = (full.get(part, "") for part in ("Фамилия", "Имя", "Отчество")) if full is not None else ()
    return " ".join(part for part in parts if part)


def _powers(root: Any) -> Iterator[str]:
    """Give each power: its code and name, or its words where it has none."""
    for count, power in enumerate(_all(root, "МашПолн")):
        if count == _MOST_POWERS:
            return
        yield " ".join(
            filter(None, (power.get("КодПолн") or power.get("МнПолн", ""), power.get("НаимПолн", "")))
        )
    for words in _all(root, "ТекстПолн"):
        yield " ".join((words.text or words.get("СодПолн", "")).split())


def _all(root: Any, name: str) -> Iterator[Any]:
    return iter(root.iter(f"{{{NAMESPACE}}}{name}"))
