"""The header `Idempotency-Key`: a request that makes something may be sent again until its answer arrives."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from flask import request
from pydantic import TypeAdapter

from docsvc.actions.make_once import KeyedRequest
from docsvc.errors import BadInput
from docsvc.errors.phrase import Phrase
from docsvc.work import Actor

HEADER: Final = "Idempotency-Key"
LONGEST: Final = 255
_KEY: Final = re.compile(rf"[!-~]{{1,{LONGEST}}}")
_ANYTHING: Final = TypeAdapter(dict[str, Any])


def keyed_request(operation: str, who: Actor, given: Mapping[str, Any]) -> KeyedRequest | None:
    """Return by which key this request may be repeated; None without one. Raises `BadInput` for a bad key.

    Two requests are the same when they give an operation the same values, however they are spelt. The key is
    taken with the quotation marks of a structured field (RFC 9651) and without.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    key = key.strip().removeprefix('"').removesuffix('"')
    if not _KEY.fullmatch(key):
        refusal = Phrase("от 1 до %(most)s знаков ASCII без пробелов, например UUID", most=LONGEST)
        raise BadInput([(HEADER, refusal)])
    values = {
        name: sha256(value).hexdigest() if isinstance(value, bytes) else value
        for name, value in given.items()
    }
    asked = operation.encode() + _ANYTHING.dump_json(values)
    return KeyedRequest(who.via or who.id, key, sha256(asked).hexdigest())
