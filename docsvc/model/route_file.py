"""Routes as YAML: one of them, or a list under `routes`; and those that docsvc is shipped with."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.model.input_errors import checked
from docsvc.model.route_input import RouteInput
from docsvc.model.route_store import plain
from docsvc.model.strict_json import ROOT
from docsvc.model.strict_yaml import read_yaml

PRESETS = Path(__file__).parent.parent / "presets"
MAX_BYTES = 256 * 1024
"""A hundred long routes; YAML is read slowly, and somebody waits."""
MOST_ROUTES = 200
"""Aliases make a short file long: so many are looked at while somebody waits."""
ORDER = ("discount", "amount", "contract-large", "contract-simple")
"""The presets as the rule table would have them: a narrower route before a wider one."""


def read_routes(text: str) -> tuple[RouteInput, ...]:
    """Read one route, a list of them, or an organisation file's `routes`; raise `BadInput` by place."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        words = Phrase("за один раз принимается не больше %(most)s КиБ", most=MAX_BYTES // 1024)
        raise BadInput([(ROOT, words)])
    if (tree := read_yaml(text)) is None:
        raise BadInput([(ROOT, "файл пустой: нужен маршрут или список routes")])
    trees, several = _listed(tree)
    if len(trees) > MOST_ROUTES:
        words = Phrase(
            "маршрутов %(count)s, а может быть не больше %(most)s", count=len(trees), most=MOST_ROUTES
        )
        raise BadInput([("routes", words)])
    found: list[RouteInput] = []
    problems: list[tuple[str, str]] = []
    for n, each in enumerate(trees):
        try:
            found.append(checked(RouteInput, each))
        except BadInput as error:
            problems += [(_place(n, path, several=several), words) for path, words in error.problems]
    codes = [route.code for route in found]
    for n, code in enumerate(codes):
        if code in codes[:n]:
            problems.append((f"routes[{n}].code", Phrase("«%(code)s» уже встречалось выше", code=code)))
    if problems:
        raise BadInput(problems)
    return tuple(found)


def write_routes(routes: Iterable[RouteInput]) -> str:
    """Write routes as YAML; one of them stands alone. `read_routes` takes it back."""
    trees = [plain(route) for route in routes]
    return yaml.dump(
        trees[0] if len(trees) == 1 else {"routes": trees},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
    )


@lru_cache(maxsize=1)
def presets() -> tuple[RouteInput, ...]:
    """Return the routes that docsvc is shipped with, in the order of a rule table."""
    return tuple(read_routes(preset_text(code))[0] for code in ORDER)


def preset_text(code: str) -> str:
    """Return the YAML of a preset with its comments; raise KeyError for an unknown code."""
    if code not in ORDER:
        raise KeyError(code)
    return (PRESETS / f"{code}.yaml").read_text(encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Writes every list indented under its key, and no aliases: a person edits each place by itself."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- its base
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 -- its base
        return True


def _listed(tree: object) -> tuple[list[object], bool]:
    if isinstance(tree, list):
        return tree, True
    if isinstance(tree, dict) and "routes" in tree:
        listed = tree["routes"]
        if not isinstance(listed, list):
            raise BadInput([("routes", "нужен список маршрутов")])
        return listed, True
    return [tree], False


def _place(n: int, path: str, *, several: bool) -> str:
    if not several:
        return path
    return f"routes[{n}]" if path == ROOT else f"routes[{n}].{path}"
