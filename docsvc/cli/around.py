"""What the doctor finds around an installation: the store of files, Redis, time, and whether work is done."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from docsvc.cli.checks import Check, State
from docsvc.cli.context import can_read_secret
from docsvc.cli.in_database import in_database
from docsvc.config import Settings
from docsvc.errors.phrase import Phrase
from docsvc.health.looks import CLOCKS_DIFFER, PROBE, PROBE_OWNER
from docsvc.queries.operations import STUCK_AFTER, WorkerRow, oldest_due, unserved, workers
from docsvc.relay.health import Trouble, redis_state
from docsvc.relay.offer import Names
from docsvc.relay.outbox import last_promised
from docsvc.wiring import open_store
from docsvc.work import read_secrets, utc_now
from signing import Stamper
from signing.errors import TimestampUnavailable
from storage import StorageError

LEASES_BREAK: Final = timedelta(seconds=20)
"""A lease is half a minute: clocks that differ by most of it take work out of each other's hands."""

REDIS_ILL: Final[dict[Trouble, tuple[str, str]]] = {
    Trouble.UNREACHABLE: ("не отвечает", "запустите Redis и проверьте DOCSVC_REDIS_URL"),
    Trouble.REFUSED: ("не пускает: пароль или права не подходят", "проверьте пароль в DOCSVC_REDIS_URL"),
    Trouble.FULL: (
        "переполнен: кончилась отведённая память",
        "дайте docsvc свой Redis или увеличьте maxmemory",
    ),
    Trouble.UNWRITABLE: (
        "отвечает, но не принимает записи",
        "укажите в DOCSVC_REDIS_URL главный сервер, а не копию, и посмотрите журнал Redis",
    ),
}
"""What ails Redis, and what to do."""


def blobs(settings: Settings) -> Iterator[Check]:
    """Write some bytes where documents are kept, and read them back."""
    if not can_read_secret(settings):
        return
    opened = open_store(settings)
    place = str(opened.folder or settings.blobs_url.partition("?")[0])
    try:
        opened.get(opened.put(PROBE_OWNER, PROBE))
    except StorageError as error:
        reason = str(error).strip().splitlines()[0].rpartition(" => ")[2]
        advice = "проверьте DOCSVC_BLOBS_URL, права и место: без хранилища документы не сохраняются"
        yield Check("Хранилище файлов", State.BLOCKS, f"{place}: {reason}", advice)
    else:
        yield Check("Хранилище файлов", State.FINE, Phrase("%(place)s: пишется и читается", place=place))


def redis(settings: Settings) -> Iterator[Check]:
    """Look at Redis, where one is configured; what others put there is told."""
    if not settings.redis_url or not can_read_secret(settings):
        return
    address = urlsplit(settings.redis_url)
    where = f"{address.hostname}:{address.port or 6379}"
    found = redis_state(settings, Names(read_secrets(settings.data).mark))
    if found.trouble:
        ill, advice = REDIS_ILL[found.trouble]
        yield Check(
            "Redis",
            State.BLOCKS,
            Phrase("%(where)s %(ill)s", where=where, ill=Phrase(ill)),
            Phrase("%(advice)s; до тех пор работа ждёт в базе и не теряется", advice=Phrase(advice)),
        )
        return
    yield Check(
        "Redis",
        State.FINE,
        Phrase("%(where)s, в очередях %(count)s", where=where, count=sum(found.queued.values())),
    )
    if found.refused:
        advice = "кто-то ещё пишет в этот Redis: дайте docsvc свой или поставьте пароль"
        yield Check(
            "Redis",
            State.ADVICE,
            Phrase("отброшено чужих заданий: %(count)s", count=found.refused),
            advice,
        )
    if not found.relayed:
        yield Check("Redis", State.ADVICE, "работу никто не раздаёт", "запустите docsvc serve или worker")


def stamping(settings: Settings) -> Iterator[Check]:
    """Ask the time-stamping authority for a stamp."""
    if not settings.tsa_url:
        yield Check("Метки времени", State.FINE, "не заданы, подписи уровня B-B")
        return
    where, begun = urlsplit(settings.tsa_url).hostname, perf_counter()
    try:
        Stamper(settings.tsa_url).stamp(PROBE)
    except TimestampUnavailable as error:
        advice = "проверьте DOCSVC_TSA_URL; до тех пор подписи уровня B-B, он поднимется позже"
        yield Check("Метки времени", State.ADVICE, f"{where}: {error}", advice)
        return
    took = f"{(perf_counter() - begun) * 1000:.0f}"
    found = Phrase("%(where)s ответила за %(took)s мс", where=where, took=took)
    if settings.tsa_roots:
        yield Check("Метки времени", State.FINE, found)
    else:
        advice = "задайте DOCSVC_TSA_ROOTS, иначе уровень не поднимется выше B-T"
        yield Check(
            "Метки времени", State.ADVICE, Phrase("%(found)s, её корень неизвестен", found=found), advice
        )


def work(settings: Settings) -> Iterator[Check]:
    """Look at the clock of the database, at who does the work, and whether it is done."""
    return in_database(settings, lambda session: _work(session, with_redis=bool(settings.redis_url)))


def _work(session: Session, *, with_redis: bool) -> Iterator[Check]:
    now, is_sqlite = utc_now(), session.get_bind().dialect.name == "sqlite"
    yield _clock(now, _latest(session) if is_sqlite else session.scalar(select(func.now())))
    yield _workers(workers(session, now=now), with_redis=with_redis)
    yield _waiting(oldest_due(session), now)


def _latest(session: Session) -> datetime | None:
    """Return when the newest promise was made: a clock that was set back is behind it."""
    made = last_promised(session)
    return made if made is not None and made > utc_now() else None


def _clock(ours: datetime, theirs: datetime | None) -> Check:
    apart = abs(theirs - ours) if theirs else timedelta()
    if apart <= CLOCKS_DIFFER:
        return Check("Часы", State.FINE, "идут с базой вместе")
    found, advice = (
        Phrase("расходятся с базой на %(seconds)s с", seconds=f"{apart.total_seconds():.0f}"),
        "включите синхронизацию (chrony, NTP)",
    )
    return Check("Часы", State.BLOCKS if apart > LEASES_BREAK else State.ADVICE, found, advice)


def _workers(seen: tuple[WorkerRow, ...], *, with_redis: bool) -> Check:
    alive, missing = [row for row in seen if not row.silent], sorted(unserved(seen))
    if not missing:
        return Check("Исполнители", State.FINE, Phrase("работают: %(count)s", count=len(alive)))
    if not with_redis:
        return Check("Исполнители", State.ADVICE, "сейчас никто не работает", "запустите docsvc serve")
    queues = ",".join(missing)
    advice = Phrase("запустите docsvc worker --queues %(queues)s", queues=queues)
    return Check(
        "Исполнители", State.ADVICE, Phrase("некому брать очереди %(queues)s", queues=queues), advice
    )


def _waiting(oldest: datetime | None, now: datetime) -> Check:
    if oldest is None or oldest > now - STUCK_AFTER:
        return Check("Очередь работы", State.FINE, "ничего не ждёт дольше пяти минут")
    minutes = (now - oldest) // timedelta(minutes=1)
    advice = "посмотрите, кто работает: «Настройки» → «Работа сервиса»"
    return Check(
        "Очередь работы",
        State.ADVICE,
        Phrase("старшее задание ждёт %(minutes)s мин", minutes=minutes),
        advice,
    )
