"""What was found about a signature made outside, in words that say what to do next."""

from collections.abc import Mapping

from docsvc.errors.phrase import Phrase
from signing.flaws import Fault, Flaw
from signing.qualified import Unchecked

FLAWS: Mapping[Flaw, str] = {
    Flaw.TOO_LARGE: "файл слишком велик для подписи; приложите файл .sig или .p7s, а не сам документ",
    Flaw.UNREADABLE: "это не файл подписи; приложите .sig или .p7s, который создала ваша программа",
    Flaw.PRIVATE_KEY: (
        "это ключ электронной подписи, а не подпись: никому его не отправляйте; подпишите им документ "
        "в своей программе и приложите файл .sig или .p7s"
    ),
    Flaw.CERTIFICATE: "это сертификат, а не подпись; приложите .sig или .p7s, который создала ваша программа",
    Flaw.ATTACHED: "подпись присоединённая; создайте отсоединённую (отдельный файл .sig)",
    Flaw.NO_SIGNER: "в файле нет ни одной подписи; создайте её заново",
    Flaw.SEVERAL_SIGNERS: "в файле несколько подписей; нужна одна, ваша",
    Flaw.NO_CERTIFICATE: "в файле нет сертификата; создайте подпись заново и включите в неё сертификат",
    Flaw.NOT_ENOUGH_SIGNED: "подпись без обязательных атрибутов; выберите в программе формат CAdES-BES",
    Flaw.OTHER_FILE: "это подпись другого файла; скачайте документ с этой страницы и подпишите именно его",
    Flaw.CHANGED: "подпись повреждена или изменена; создайте её заново",
    Flaw.OTHER_CERTIFICATE: "в файле не тот сертификат, которым подписано; создайте подпись заново",
    Flaw.WEAK: "алгоритм устарел (%(about)s); нужен ГОСТ Р 34.10-2012, RSA от 2048 бит или ECDSA",
    Flaw.UNKNOWN_ALGORITHM: "алгоритм неизвестен (%(about)s); нужен ГОСТ Р 34.10-2012, RSA или ECDSA",
    Flaw.NOT_FOR_SIGNING: "сертификат выдан не для подписания; выберите другой",
    Flaw.EXPIRED: "срок сертификата истёк %(about)s; подпишите действующим сертификатом",
    Flaw.NOT_YET_VALID: "сертификат начинает действовать %(about)s; подпишите действующим сертификатом",
    Flaw.REVOKED: "сертификат отозван %(about)s; подпишите действующим сертификатом",
    Flaw.CHAIN_BROKEN: (
        "цепочка сертификатов обрывается: нет действующего сертификата «%(about)s»; "
        "включите в подпись всю цепочку"
    ),
    Flaw.ISSUER_UNKNOWN: "сертификат выдан центром, которому здесь не доверяют: «%(about)s»",
    Flaw.GOST_MISSING: (
        "эту подпись здесь пока не проверить: администратор должен установить openssl "
        "и libengine-gost-openssl"
    ),
}
OPEN: Mapping[Unchecked, str] = {
    Unchecked.QUALIFICATION: "математически верна; квалификация не проверена: нет списка доверенных УЦ",
    Unchecked.CHAIN: "цепочка сертификатов не приложена и не проверена",
    Unchecked.REVOCATION: "отзыв сертификата не проверен: нет действующего списка отзыва",
    Unchecked.TIMESTAMP: "метка времени внутри подписи не проверялась",
    Unchecked.CLOCK: "часы подписавшего спешат: время подписи позже, чем она получена",
    Unchecked.FORM: "сертификат не назван квалифицированным: в нём нет сведений о средстве подписи",
}


def phrase_of(fault: Fault) -> Phrase:
    """Return one reason in words."""
    return Phrase(FLAWS[fault.code], about=fault.about or "—")
