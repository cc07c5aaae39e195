"""Jobs in Redis are read by their form, and whatever has another form is foreign."""

import json
import zlib
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsvc.jobs import JOBS
from docsvc.model.queues import QUEUES, Queue, queue_of
from docsvc.relay.offer import FUNCTION, MOST_BYTES, MOST_IDS, Foreign, Offer, offer_of, read_offer

ID = str(uuid4())


def packed(content: object) -> dict[bytes, bytes]:
    return {b"data": zlib.compress(json.dumps(content).encode())}


def test_every_job_has_a_queue_and_every_queue_a_job() -> None:
    assert QUEUES.keys() == JOBS.keys()
    assert set(QUEUES.values()) == set(Queue)
    assert queue_of("unheard of") is Queue.RENDER


def test_an_offer_is_read_as_it_was_made() -> None:
    ids = [ID, str(uuid4())]
    job = offer_of(ids)
    assert read_offer(packed([job.func, None, list(job.args), {}])) == Offer(tuple(ids))
    assert (offer_of([ID]).job_id, job.job_id in ids) == (ID, False)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (["os.system", None, ["true"], {}], "os.system"),
        ([FUNCTION, None, [[ID]], {"more": 1}], FUNCTION),
        ([FUNCTION, "instance", [[ID]], {}], FUNCTION),
        ([FUNCTION, None, [[ID], [ID]], {}], FUNCTION),
        ([FUNCTION, None, [[]], {}], FUNCTION),
        ([FUNCTION, None, [[ID] * (MOST_IDS + 1)], {}], FUNCTION),
        ([FUNCTION, None, [[ID.upper()]], {}], FUNCTION),
        ([FUNCTION, None, [[7]], {}], FUNCTION),
        (["<script>\n", None, [], {}], "_script__"),
        ([FUNCTION, None, [["x" * MOST_BYTES]], {}], "?"),
        ([], "?"),
        ({}, "?"),
        (None, "?"),
    ],
)
def test_another_form_is_foreign_and_its_name_harmless(content: object, name: str) -> None:
    assert read_offer(packed(content)) == Foreign(name)


@pytest.mark.parametrize(
    "field", [b"success_callback_name", b"webhooks", b"group_id", b"repeats_left", b"meta"]
)
def test_a_job_that_asks_for_more_is_foreign(field: bytes) -> None:
    ours = packed([FUNCTION, None, [[ID]], {}])
    assert read_offer(ours | {field: b""}) == Offer((ID,))
    assert read_offer(ours | {field: b"os.system"}) == Foreign(FUNCTION)


@given(st.dictionaries(st.binary(max_size=20), st.binary(max_size=200)), st.binary(max_size=500))
def test_garbage_is_foreign(fields: dict[bytes, bytes], data: bytes) -> None:
    assert read_offer(fields | {b"data": data}) == Foreign("?")


@pytest.mark.parametrize("data", [zlib.compress(bytes(50_000_000), 9), zlib.compress(b"[" * 10_000)])
def test_what_unpacks_without_end_is_foreign(data: bytes) -> None:
    assert read_offer({b"data": data}) == Foreign("?")
