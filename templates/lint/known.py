"""Which fields are known, and what an unknown one may have meant."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from templates.findings import DECLARE
from templates.language.names import FIRST_LINE, kinds, singular
from templates.phrase import Phrase
from templates.shape import SECTIONS, Kind

_ALIKE = str.maketrans("АВЕЗКМНОРСТУХЬавезкмнорстухь", "ABE3KMHOPCTYXbabe3kmhopctyxb")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LATIN = re.compile("[A-Za-z]")
_OPEN = {"template.code", "template.title", "template.version"}
_DATES = (".year", ".month", ".day")
_ROOTS: Mapping[str, str] = {
    **dict.fromkeys(("lead", "opportunity", "сделка", "order", "заказ"), "deal"),
    **dict.fromkeys(
        ("client", "customer", "account", "organization", "клиент", "компания", "контрагент"), "company"
    ),
    **dict.fromkeys(("person", "контакт"), "contact"),
    **dict.fromkeys(("manager", "owner", "responsible", "assigned", "менеджер", "пользователь"), "user"),
    **dict.fromkeys(("supplier", "vendor", "mycompany", "продавец", "исполнитель", "поставщик"), "seller"),
    **dict.fromkeys(("item", "line", "товар", "услуга", "продукт"), "product"),
    **dict.fromkeys(("doc", "документ"), "document"),
    **dict.fromkeys(("agreement", "договор"), "contract"),
    **dict.fromkeys(("today", "now", "date", "текущий"), "current"),
}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("price", "cost", "value", "opportunity", "budget", "сумма", "стоимость", "бюджет"),
        ("amount", "price"),
    ),
    **dict.fromkeys(("firstname", "lastname", "fio", "фио", "имя", "название", "наименование"), ("name",)),
    **dict.fromkeys(("mail", "e_mail", "почта"), ("email",)),
    **dict.fromkeys(("tel", "телефон", "phone_number"), ("phone",)),
    **dict.fromkeys(("инн", "tax_id", "taxid"), ("inn",)),
    "кпп": ("kpp",),
    "огрн": ("ogrn",),
    "адрес": ("address",),
    "должность": ("position",),
    **dict.fromkeys(("номер", "no", "num"), ("number",)),
    "дата": ("date",),
    **dict.fromkeys(("количество", "кол_во", "qty"), ("quantity",)),
    "цена": ("price",),
    "единица": ("unit",),
    **dict.fromkeys(("срок", "due_date", "closedate"), ("deadline",)),
}


@dataclass(frozen=True, slots=True)
class Known:
    """The fields that may be used: the standard ones and `others`, all in lower case."""

    others: frozenset[str]

    @classmethod
    def of(cls, *groups: Iterable[str]) -> "Known":
        """Know the standard fields and these."""
        return cls(frozenset(path.lower() for group in groups for path in group))

    def knows(self, path: str) -> bool:
        """Tell whether a field of that path may be used, whole or as the way to another."""
        path = path.lower().removesuffix("[]")
        if path in kinds() or path in self.others or path in _OPEN:
            return True
        base, _, end = path.rpartition(".")
        if f".{end}" in _DATES and (kinds().get(base) is Kind.DATE or base in self.others):
            return True
        return self._leads_on(path) or self._inside_of_own(path)

    def _leads_on(self, path: str) -> bool:
        starts = (f"{path}.", f"{path}[]")
        return any(known.startswith(starts) for names in (kinds(), self.others) for known in names)

    def _inside_of_own(self, path: str) -> bool:
        """Let what is inside of a field of the data's own be: its shape is nobody's business."""
        while "." in path or "[]" in path:
            path = path.removesuffix("[]") if path.endswith("[]") else path.rpartition(".")[0]
            if path in self.others and path not in SECTIONS and "." in path:
                return True
        return False

    def every(self) -> Iterator[str]:
        """Give every known path."""
        yield from kinds()
        yield from self.others


def spoken(path: str, *, word: bool = True) -> str:
    """Write a path as people write it in a tag: `deal.products[].price` is PRODUCT.PRICE."""
    if path.startswith(f"{FIRST_LINE}."):
        path = "product." + path.removeprefix(f"{FIRST_LINE}.")
    elif "[]" in path:
        holder, _, name = path.rpartition("[]")
        path = singular(holder.rpartition(".")[2]) + name
    return path.upper() if word else path


def meant(path: str, known: Known, *, word: bool = True) -> tuple[str, str]:
    """Say what is wrong with an unknown field, and guess what was meant."""
    shown = spoken(path, word=word)
    if look_alike := _look_alike(path, known):
        letters = "».«".join(dict.fromkeys(_CYRILLIC.findall(shown))).replace(".", ", ")
        right = spoken(look_alike, word=word)
        return Phrase(
            "неизвестное поле %(shown)s: в нём русские буквы «%(letters)s»", shown=shown, letters=letters
        ), Phrase("Наберите латинскими: %(right)s.", right=right)
    guess = _guess(path, known)
    if guess:
        return Phrase("неизвестное поле %(shown)s", shown=shown), Phrase(
            "Может быть, %(guess)s?", guess=spoken(guess, word=word)
        )
    return Phrase("неизвестное поле %(shown)s", shown=shown), DECLARE


def _look_alike(path: str, known: Known) -> str | None:
    if not (_CYRILLIC.search(path)):
        return None
    latin = path.upper().translate(_ALIKE).lower()
    if _CYRILLIC.search(latin):
        return None
    for name in (latin, latin.replace("product.", f"{FIRST_LINE}.", 1)):
        if known.knows(name):
            return name
    return _guess(latin, known) if _LATIN.search(path) else None


def _guess(path: str, known: Known) -> str | None:
    """Guess by other words for the same thing, then by letters, first of the same section."""
    line = path.lower().startswith(f"{FIRST_LINE}.")
    root, _, rest = path.lower().removeprefix(FIRST_LINE if line else "").partition(".")
    same = FIRST_LINE if line else _section(root, known)
    if same and rest:
        for name in _FIELDS.get(rest, ()):
            if f"{same}.{name}" in kinds():
                return f"{same}.{name}"
        inside = {
            each.removeprefix(f"{same}."): each for each in known.every() if each.startswith(f"{same}.")
        }
        found = get_close_matches(rest, [name for name in inside if "[]" not in name or "[]" in rest], 1, 0.6)
        if found:
            return inside[found[0]]
        return f"{same}.{rest}" if same != root and f"{same}.{rest}" in kinds() else None
    close = get_close_matches(path.lower(), sorted(known.every()), 1, 0.75)
    return close[0] if close else None


def _section(root: str, known: Known) -> str | None:
    """Give the section that a name's first part means."""
    roots = {each.partition(".")[0] for each in known.every()} | {"product"}
    if root in roots:
        section = root
    elif root in _ROOTS:
        section = _ROOTS[root]
    else:
        found = get_close_matches(root, sorted(roots), 1, 0.6)
        section = found[0] if found else ""
    return FIRST_LINE if section == "product" else section or None


def paths_of(tree: Any, path: str = "") -> Iterator[str]:
    """Give the path of every field in data, `[]` after lists."""
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            here = f"{path}.{name}" if path else str(name)
            yield here
            yield from paths_of(value, here)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from paths_of(item, f"{path}[]")


def plain_paths(names: Collection[str]) -> frozenset[str]:
    """Read the paths that a caller names as known: `deal.object`, also `DEAL.OBJECT` and `{DEAL.OBJECT}`."""
    return frozenset(name.strip(" {}").lower() for name in names)
