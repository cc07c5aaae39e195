"""`fields.yaml` comes from outside too."""

import pytest

from templates import BadTemplate, Source
from tests.unit.safety.kit import ABOUT

HOSTILE = {
    "too large": b"a: " + b"[" * 10 + b"x, " * 200_000,
    "too deep": b"[" * 1_000,
    "an object": b"!!python/object/apply:os.system ['touch /tmp/exploited']",
    "a module": b"!!python/module:os",
    "laughs": b"a: &a [x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(20)),
    "a date that is none": b"code: 2026-99-99",
    "bytes that are no text": b"\xff\xfe\x00\xd8",
    "a list": b"- a",
    "nothing": b"",
    "two documents": b"a: 1\n---\nb: 2",
    "a field that is itself": b"code: x\nfields: &a {deal.x: *a}",
    "a name that goes up": ABOUT.replace("tiny", "../../etc").encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_fields_are_refused_at_once(name: str) -> None:
    with pytest.raises(BadTemplate, match=r"fields\.yaml"):
        Source.from_files({"template.html": b"x", "fields.yaml": HOSTILE[name]})
