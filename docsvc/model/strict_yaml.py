"""Read YAML from outside without surprises: plain values only, and no key twice."""

from collections.abc import Hashable
from typing import Any

import yaml

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase, phrase_of
from docsvc.model.strict_json import ROOT

_MERGE = "tag:yaml.org,2002:merge"
_SAYINGS = (
    ("character '\\t'", "отступ сделан табуляцией, а нужны пробелы"),
    ("cannot start any token", "значение с таким знаком в начале берут в кавычки"),
    ("mapping values are not allowed", "лишнее двоеточие или неверный отступ; текст с «: » берут в кавычки"),
    ("could not find expected ':'", "после имени поля нужно двоеточие с пробелом"),
    ("expected <block end>", "неверный отступ, или выше не закрыта скобка либо кавычка"),
    ("unexpected end of stream", "кавычка открыта и не закрыта"),
    ("found undefined alias", "ссылка «*» на то, чего выше нет"),
    ("could not determine a constructor", "тип «!» здесь не применяют"),
    ("expected ',' or", "не хватает запятой или закрывающей скобки"),
)
"""What the library says of the commonest slips, and what we say; the rest stays in its words."""
_TEXT = "tag:yaml.org,2002:str"


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that is written twice: one of the two would be lost without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 -- the base's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != _TEXT and isinstance(key, yaml.ScalarNode):
                raise _refused(
                    key, Phrase("имя поля «%(name)s» — не текст: возьмите его в кавычки", name=key.value)
                )
            if str(key.value) in seen:
                raise _refused(key, Phrase("поле «%(name)s» повторяется", name=str(key.value)))
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Refuse merges: nested in one another, a few lines of them grow beyond any memory."""
        for key, _ in node.value:
            if key.tag == _MERGE:
                raise _refused(key, "слияние «<<» здесь не применяют, повторите поля")
        super().flatten_mapping(node)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 -- the base's signature
        """Name the place of a value that only looks like a date or a number: 2026-99-99."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError, TypeError):
            raise _refused(node, "значение не читается") from None


def _refused(node: yaml.Node, problem: str) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)


def _in_words(problem: str) -> Phrase:
    return phrase_of(next((words for said, words in _SAYINGS if said in problem), problem))


def read_yaml(text: str) -> Any:
    """Return the tree of a file; raise `BadInput` with the line where it is no YAML."""
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        why = _in_words(error.problem or "")
        place = Phrase("строка %(number)s", number=line)
        raise BadInput([(place, Phrase("это не YAML: %(why)s", why=why))]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise BadInput([(ROOT, Phrase("это не YAML: %(why)s", why=str(error)))]) from None
