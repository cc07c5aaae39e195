"""A bought certificate has an RSA key more often than not."""

from datetime import UTC, datetime, timedelta

import pytest

from bench.keys import Seal, seals
from signing import certify, seal, sign, verify
from tests.unit.signing.contract import CLIENT, DIRECTOR, FIELDS


@pytest.mark.parametrize("kind", seals(), ids=lambda kind: kind.name)
def test_a_seal_of_either_kind_certifies_and_closes(pdf: bytes, kind: Seal) -> None:
    keys, at = kind.keys, datetime.now(UTC)
    given = certify(pdf, keys, fields=FIELDS, reason="Отправлено", at=at)
    for minute, (field, signer) in enumerate((("seller", DIRECTOR), ("client", CLIENT)), start=1):
        at_last = at + timedelta(seconds=minute)
        given = sign(given, keys, field=field, signer=signer, typed=signer.name, at=at_last, reason="Подпись")
    closed = seal(given, keys, reason="Все подписали", at=at + timedelta(seconds=3))
    assert verify(closed, roots=[keys.root_pem]).ok
