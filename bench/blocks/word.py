"""A Word template filled in: ours compiled, docxtpl as its manual begins, docxtemplater and carbone warm."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from docxtpl import DocxTemplate

from bench.inputs import LINES, paper
from bench.installation import Place
from bench.measure import Act, take_turns
from bench.peers.contract import CARBONE, DOCXTEMPLATER, DOCXTPL, LINE, OURS, contract
from bench.peers.node import mergers
from bench.report import Goal, Row
from templates import Source, merge_docx

BLOCK = f"contract in Word, {LINES} lines, DOCX merged"
GOALS = {"docxtpl": Goal(25, beside=True), "docxtemplater": Goal(5, beside=True)}


def rows(here: Place) -> Iterator[Row]:
    """Time the merge to a DOCX alone; every program gets the same contract in its own tags."""
    facts = paper("contract").facts
    values = plain(facts)
    folder = here.folder / "word"
    folder.mkdir()
    (folder / "values.json").write_text(json.dumps(flat(values), ensure_ascii=False), encoding="utf-8")
    (folder / "docxtemplater.docx").write_bytes(contract(DOCXTEMPLATER))
    (folder / "carbone.docx").write_bytes(contract(CARBONE))
    source = ours()
    naive = contract(DOCXTPL)
    with mergers(folder) as peers:
        contenders: dict[str, Act] = {
            "ours": lambda: merge_docx(source, facts),
            "docxtpl": lambda: by_docxtpl(naive, values),
            **peers,
        }
        taken = take_turns(contenders, rounds=here.size.rounds, times=here.size.times)
    yield Row(BLOCK, taken["ours"].ms(), goal=Goal(1.5))
    for name in (name for name in contenders if name != "ours"):
        yield Row(BLOCK, taken["ours"].ms(), f"{name} warm", taken[name].ms(), GOALS.get(name))


def ours() -> Source:
    """Make our template of the contract."""
    return Source.from_docx(
        contract(OURS), code="bench", kind="contract", language="ru", title="Договор", version="1.0"
    )


def by_docxtpl(docx: bytes, values: Mapping[str, Any]) -> bytes:
    """Fill in as docxtpl's manual begins."""
    template = DocxTemplate(io.BytesIO(docx))
    template.render(dict(values), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give the facts with numbered lines: what a caller would hand to the others, sums written already."""
    deal = facts["deal"]
    lines = [
        {name: line.get(name) or "" for name in LINE} | {"index": n}
        for n, line in enumerate(deal["products"], 1)
    ]
    sections = {name: value for name, value in facts.items() if isinstance(value, Mapping)}
    return {**sections, "deal": {**deal, "products": lines}}


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Add the fields by flat names: docxtemplater reads no dots without another package."""
    names = {
        f"{section}_{name}": value for section, fields in values.items() for name, value in fields.items()
    }
    return {**values, **names}
