"""No template gets out of its data, and none takes long to be stopped."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from templates import Field, FieldSchema, Missing, MissingFields, RenderFailed, complete, run, sandbox
from templates.fill import fill, missing
from templates.findings import TemplateFaults
from tests.unit.safety import payloads
from tests.unit.safety.kit import tiny

SECRET = "s3cr3t-7f1e"
TELLING = ("<class", "&lt;class", "object at 0x", "&lt;function", "&lt;module", "root:x:", "popen", SECRET)
FACTS = complete(
    {
        "deal": {
            "id": "1",
            "amount": "100.50",
            "title": "Поставка",
            "date": "2026-11-05",
            "products": [{"name": "Ель", "quantity": "2", "price": "50.25"}],
        },
        "company": {"name": "Ромашка"},
    }
)


@pytest.fixture(scope="module", autouse=True)
def _secrets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "secret").write_text(SECRET)
    before = repr(FACTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCSVC_SECRET", SECRET)
        patch.setattr(sandbox, "SECRET_KEY", SECRET, raising=False)
        patch.chdir(folder)
        yield
    assert repr(FACTS) == before, "no template changed the data"


def name(payload: str) -> str:
    return payload.encode("ascii", "backslashreplace").decode()[:60]


@pytest.mark.parametrize("payload", payloads.REFUSED, ids=name)
def test_a_way_out_is_refused(payload: str) -> None:
    begun = time.process_time()
    with pytest.raises((RenderFailed, TemplateFaults)) as refused:
        fill(tiny(payload), FACTS)
    assert time.process_time() - begun < 5
    assert SECRET not in str(refused.value)
    assert "root:x:" not in str(refused.value)


@pytest.mark.parametrize("payload", payloads.BOMBS, ids=name)
def test_a_bomb_is_stopped_by_counting(monkeypatch: pytest.MonkeyPatch, payload: str) -> None:
    monkeypatch.setattr(run, "MAX_STEPS", run.MAX_STEPS // 20)
    monkeypatch.setattr(run, "MAX_OUTPUT", run.MAX_OUTPUT // 20)
    begun = time.process_time()
    with pytest.raises(RenderFailed):
        fill(tiny(payload), FACTS)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(("payload", "text"), payloads.HARMLESS.items(), ids=name)
def test_what_only_looks_like_a_way_out_prints_data(payload: str, text: str) -> None:
    assert f"<body>{text}</body>" in fill(tiny(payload), FACTS)[0]


@pytest.mark.parametrize("payload", payloads.WORD_REFUSED, ids=name)
def test_a_way_out_in_a_word_tag_is_refused(payload: str) -> None:
    begun = time.process_time()
    with pytest.raises((RenderFailed, TemplateFaults, MissingFields)) as refused:
        fill(tiny(payload), FACTS)
    assert time.process_time() - begun < 2
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("payload", payloads.WORD_LITERAL, ids=name)
def test_what_is_no_word_tag_stays(payload: str) -> None:
    assert f"<body>{payload}</body>" in fill(tiny(payload), FACTS)[0]


@pytest.mark.parametrize("payload", payloads.WORD_EMPTY, ids=name)
def test_a_mark_without_data_prints_nothing(payload: str) -> None:
    assert "<body></body>" in fill(tiny(payload), FACTS)[0]


def test_a_way_out_in_the_data_is_only_text() -> None:
    source = tiny("{% for each in custom.payloads %}<p>{{ each }}</p>{% endfor %}")
    listed = list(dict.fromkeys(payload.strip() for payload in payloads.REFUSED))
    page, done = fill(source, complete({"custom": {"payloads": listed}}))
    assert list(done.printed) == listed
    assert page.count("<") == tiny("").text("template.html").count("<") + 2 * len(listed)


def test_a_condition_of_a_field_gets_no_further() -> None:
    """`required` in fields.yaml is a piece of a template too."""
    for payload in payloads.CLASSICS:
        expression = payload.removeprefix("{{ ").removesuffix(" }}")
        if payload != "{{ " + expression + " }}":
            expression = "1) %}" + payload + "{% if (1"
        field = Field("deal.title", "T", required=expression)
        source = replace(tiny(""), fields=FieldSchema((field,)))
        with suppress(RenderFailed):
            assert missing(source, FACTS) in {(), (Missing("deal.title", "T"),)}


def test_there_are_enough_of_them() -> None:
    assert len({*payloads.REFUSED, *payloads.BOMBS}) >= 400
