"""Whatever the program says in Russian can be said in English: no sentence is left without its pair."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po
from pydantic import BaseModel

from api.rest.blueprint import operations
from docsvc.model.input_errors import nested
from docsvc.model.organisation_file import OrganisationFile
from templates import library

SENTENCE = re.compile(r"[А-Яа-яЁё»)}s][,:;]? (?:— )?[«(%{]*[А-Яа-яЁё]")
"""Two Russian words side by side, or a Russian word beside a value: what is shorter may be data."""

BILINGUAL = {
    "docsvc/queries/completion_words.py": "each language has its table",
    "docsvc/queries/history_export.py": "each language has its table",
    "docsvc/queries/journal.py": "each language has its table",
    "docsvc/verification/words.py": "each language has its table",
    "docsvc/cli/check_answer.py": "each language has its table",
}
DATA = {
    "templates/words.py": "Russian money in words",
    "templates/labels.py": "names of fields put together, told by `told_label`",
    "templates/language/scan.py": "shapes of tags",
    "templates/language/words.py": "shapes of tags",
    "templates/incoming/reasons.py": "told whole: test_words of the pages asks for each",
    "api/rest/example.py": "an example of a deal",
    "docsvc/model/mailing_columns.py": "headings that a table may have",
    "docsvc/model/mailing_file.py": "the people of the sample",
    "docsvc/model/input_fields.py": "what people write for a rate",
    "docsvc/model/products_file.py": "headings that a table may have",
}
FOR_THE_LOG = {
    "templates/limits/kitchen.py": "for whoever runs the machine",
    "templates/limits/wire.py": "for whoever reads a traceback",
    "docsvc/demo/people.py": "the demonstration plays in Russian",
    "docsvc/demo/play.py": "the demonstration plays in Russian",
    "docsvc/demo/run.py": "the demonstration plays in Russian",
    "docsvc/demo/stage.py": "the demonstration plays in Russian",
    "docsvc/demo/visitor.py": "the demonstration plays in Russian",
}
IN_FILES = {
    "docsvc/jobs/certificate.py": "metadata of a PDF of the organisation's language",
    "docsvc/jobs/prepare.py": "the reason within a signature, kept for ever",
    "docsvc/jobs/seal.py": "the reason within a signature, kept for ever",
    "docsvc/jobs/sign.py": "the reason within a signature, kept for ever",
    "docsvc/jobs/archive.py": "headings of the register within a package",
    "templates/language/scope.py": "the payment's purpose in a Russian bank's code",
}
NOTES = {
    "docsvc/actions/copy_document.py": "kept with a version; `told_note` knows it",
    "docsvc/actions/create_document.py": "kept with a version; `told_note` knows it",
    "docsvc/actions/lay_out_approval.py": "kept with a stage; `told_note` knows it",
    "docsvc/actions/start_from_library.py": "kept with a version; `told_note` knows it",
    "signing/errors.py": "kept with a job; `told_note` knows it",
}
PIECES = {
    r"(.+) в строке (\d+)": "the shape of a field's name",
    " в строке {}": "a piece of a field's name, told by `told_label`",
    " первой страницы": "a piece of a place, told by `Spot.words`",
    " чётных страниц": "a piece of a place, told by `Spot.words`",
    '| default: "не указано"': "an example of a tag",
    'initiator.department == "Отдел продаж"': "an example of a condition",
    "Без НДС": "a line of a document",
    "ГОСТ Р 34.10-2001": "a standard",
    "ГОСТ Р 34.10-2012, {} бит": "a standard",
    "машиночитаемой доверенности": "a line of a document",
    "не отправлено: ": "the beginning of a reason, told with it",
}
"""Texts that are no sentences of their own."""

ELSEWHERE = BILINGUAL | DATA | FOR_THE_LOG | IN_FILES | NOTES


def english(root: Path) -> set[str]:
    """Return the message ids that have English words, in the singular and the plural."""
    with (root / "api/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        told = [each for each in read_po(file) if each.id and each.string]
    return {word for each in told for word in ([each.id] if isinstance(each.id, str) else each.id)}


def said(tree: ast.AST) -> Iterator[str]:
    """Return the texts of a program that are no docstrings; of an f-string its words with `{}` for values."""
    passed: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                passed.add(id(docstring))
            case ast.JoinedStr(values=values):
                passed |= {id(each) for each in values}
                yield "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in values)
            case ast.Constant(value=str(words)) if id(node) not in passed:
                yield words


def test_a_sentence_is_told_from_a_shape_of_tags() -> None:
    found = said(
        ast.parse("'''Docstring.'''\nerror(f'поле {x} не найдено', 'нет файла', 'договор', r'[а-я]+')")
    )
    assert [each for each in found if SENTENCE.search(each)] == ["поле {} не найдено", "нет файла"]


def test_every_russian_sentence_has_its_english(root: Path, modules: tuple[Path, ...]) -> None:
    known = english(root)
    assert {
        (name, words)
        for path in modules
        if (name := str(path.relative_to(root))) not in ELSEWHERE
        for words in said(ast.parse(path.read_text(encoding="utf-8")))
        if SENTENCE.search(words) and words not in known and words not in PIECES
    } == set()


def test_no_file_is_excused_for_nothing(root: Path) -> None:
    idle = {
        name
        for name in ELSEWHERE
        if not any(map(SENTENCE.search, said(ast.parse((root / name).read_text(encoding="utf-8")))))
    }
    assert idle == set()


def test_shipped_templates_are_named_in_english_too(root: Path) -> None:
    known = english(root)
    labels = {field.label for source in library() for field in source.fields.fields}
    russian = {each for each in labels | {source.title for source in library()} if not each.isascii()}
    assert russian - known == set()


def test_every_field_that_a_program_sends_is_named_in_english_too(root: Path) -> None:
    asked = (each for one in operations.table for each in (one.body, one.query, one.form) if each)
    named = {title for schema in (*asked, OrganisationFile) for title in titles(schema, set())}
    assert {each for each in named if not each.isascii()} - english(root) == set()


def titles(schema: type[BaseModel], passed: set[type[BaseModel]]) -> Iterator[str]:
    """Return how a schema, its fields and all within them are called to people."""
    if schema in passed:
        return
    passed.add(schema)
    yield schema.model_config.get("title") or ""
    for field in schema.model_fields.values():
        yield field.title or ""
        if (inner := nested(field)) is not None:
            yield from titles(inner, passed)
