"""The levels of electronic signature in plain words: what each is, what it needs, what it binds.

Source: 63-ФЗ ст. 5, 6 и 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from docsvc.model.dispatches import Level


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level for people; message ids are Russian, as everywhere."""

    name: str
    what: str
    needs: str
    binds: str


LEVELS: Mapping[Level, LevelWords] = {
    Level.SIMPLE: LevelWords(
        name="Простая (ПЭП)",
        what="Согласие на странице документа и одноразовый код.",
        needs="Почта или телефон подписывающего. Больше ничего.",
        binds="Имеет силу, если стороны уже договорились подписывать так: в договоре или в соглашении.",
    ),
    Level.ADVANCED: LevelWords(
        name="Усиленная (УНЭП)",
        what="Согласие, код и сертификат, который выпускается для одной этой подписи.",
        needs="Почта или телефон. Соглашение об электронной подписи принимают здесь же, один раз.",
        binds="Равна подписи на бумаге для всех, кто принял соглашение.",
    ),
    Level.QUALIFIED: LevelWords(
        name="Квалифицированная (КЭП)",
        what="Подпись делают своей программой и ключом, а файл .sig прикладывают на странице документа.",
        needs="Квалифицированный сертификат: токен, КриптоПро или другая программа. Код не нужен.",
        binds="Равна подписи на бумаге без всяких соглашений.",
    ),
}
