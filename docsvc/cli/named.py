"""What the doctor finds of the settings: misspelled variables, and files that are something else."""

import os
from collections.abc import Iterator

from docsvc.cli.checks import Check, State
from docsvc.config import Settings
from docsvc.config.names import misspelled
from docsvc.errors import BadConfiguration
from docsvc.errors.phrase import Phrase
from docsvc.queries.whereabouts import knows_places
from docsvc.sms.gateway import open_gateway
from docsvc.work.trusted import trusted_authorities


def variables(_settings: Settings) -> Iterator[Check]:
    """Name the variables that nothing reads: whoever set them believes that they are in force."""
    for name, meant in misspelled(os.environ).items():
        advice = (
            Phrase("возможно, %(meant)s", meant=meant) if meant else "уберите её или проверьте имя по README"
        )
        yield Check(
            "Настройки", State.ADVICE, Phrase("переменной %(name)s нет, она не действует", name=name), advice
        )


def sms(settings: Settings) -> Iterator[Check]:
    """Read how text messages are handed over, without sending one."""
    if settings.sms is None:
        return
    try:
        open_gateway(settings.sms)
    except BadConfiguration as error:
        yield Check("SMS", State.ADVICE, error.phrase, "до тех пор коды по SMS не уйдут")
    else:
        advice = "отправьте проверочное сообщение: «Настройки» → «SMS»"
        yield Check("SMS", State.FINE, "шлюз задан", advice)


def places(settings: Settings) -> Iterator[Check]:
    """Look whether the file of places is one."""
    if settings.geoip is None:
        return
    if knows_places(settings.geoip):
        yield Check("Города", State.FINE, str(settings.geoip))
    else:
        found = Phrase("%(file)s: это не файл MaxMind", file=settings.geoip)
        yield Check("Города", State.ADVICE, found, "укажите в DOCSVC_GEOIP файл .mmdb")


def authorities(settings: Settings) -> Iterator[Check]:
    """Count the authorities that signatures made outside must lead to."""
    place = settings.qualified_roots
    if place is None:
        return
    count = len(trusted_authorities(place).certificates)
    if count:
        yield Check(
            "Удостоверяющие центры", State.FINE, Phrase("доверенных сертификатов: %(count)s", count=count)
        )
        return
    advice = "положите туда корни (*.pem, *.crt, *.cer), иначе ни одна подпись КЭП не сойдётся"
    found = Phrase("%(place)s: ни одного сертификата", place=place)
    yield Check("Удостоверяющие центры", State.ADVICE, found, advice)
