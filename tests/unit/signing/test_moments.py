"""Times that a check tells, in the zone of whoever reads them."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from docsvc.verification.pdf import moment

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("at", "zone", "told"),
    [
        (datetime(2026, 11, 5, 22, 4, 5, tzinfo=UTC), UTC, "05.11.2026 22:04:05 UTC"),
        (datetime(2026, 11, 5, 22, 4, 5, tzinfo=UTC), MOSCOW, "06.11.2026 01:04:05 (UTC+3)"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), MOSCOW, "31.12.9999 23:59:59 UTC"),
    ],
)
def test_a_time_is_told_with_its_zone(at: datetime, zone: tzinfo, told: str) -> None:
    assert moment(at, zone) == told
