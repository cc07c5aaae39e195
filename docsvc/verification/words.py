"""The words of a check, in Russian and English; codes stay the same in every language."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from signing import Code, Role
from signing.verdict import TEXTS

LANGUAGES: Final = ("ru", "en")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told what a check found: in which language, and in which zone times are written."""

    language: str
    zone: tzinfo = UTC


def zone_name(local: datetime) -> str:
    """Name the zone of a time by how far it is from UTC: «UTC+3», «UTC−3:30»."""
    offset = local.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


PROBLEMS_RU: Final[dict[Code, str]] = {
    Code.HASH_DIFFERS: "Это не тот файл, который записан: его SHA-256 другой",
    Code.UNREADABLE: "Файл нельзя прочитать как PDF по строгим правилам",
    Code.NOT_SIGNED: "В файле нет ни одной подписи",
    Code.FOREIGN: "Документ подписан другой программой: здесь проверяют только то, что подписано здесь",
    Code.NOT_CERTIFIED: "Первая подпись не заверяет содержание документа",
    Code.NOT_RESERVED: "Подпись стоит в поле, которого не было при отправке документа",
    Code.INCOMPLETE: "Подписи не хватает: документ урезан или подписали ещё не все",
    Code.OUT_OF_ORDER: "Подписи стоят не в том порядке, в котором их ставили",
    Code.BYTES_ADDED: "После последней подписи в файл что-то дописано",
    Code.UNSIGNED_UPDATE: "Документ изменён, и это изменение никем не подписано",
    Code.OTHER_CHANGE: "Вместе с подписью изменено что-то ещё",
    Code.VALUE_OF_ANOTHER: "Вместе с подписью изменено поле, которое заполняет другой участник",
    Code.BAD_EVIDENCE: "После печати добавлено не то, что подтверждает подписи",
    Code.BYTE_RANGE: "Подпись охватывает не то, что должна",
    Code.BAD_FORM: "Подпись записана не в той единственной форме, которая принимается",
    Code.CONTENT_CHANGED: "Документ изменён после подписания",
    Code.SIGNATURE_INVALID: "Подпись поставлена не ключом своего сертификата",
    Code.CERTIFICATE_UNFIT: "Сертификат в тот момент не годился для подписания",
    Code.CERTIFICATE_FORGED: "Сертификат назван выпущенным доверенным центром, но подписан не им",
    Code.CERTIFICATE_REVOKED: "Сертификат к тому моменту был отозван",
    Code.SEAL_OF_ANOTHER: "Заверила документ одна организация, а закрыла другая",
    Code.TIMESTAMP_BROKEN: "Метка времени не подходит к тому, на чём стоит",
    Code.ISSUER_UNCONFIRMED: "Документ цел, но кто выпустил сертификат, не подтверждено",
    Code.SEAL_UNKNOWN: (
        "Документ цел, но что это печать той самой организации, не подтверждено: у центра, который выпустил "
        "сертификат, есть и другие клиенты. Сверьте его отпечаток SHA-256 с тем, что напечатан в протоколе"
    ),
    Code.REVOKED_UNTIMED: (
        "Сертификат печати потом отозвали, и ни одна метка времени не показывает, что подпись старше"
    ),
    Code.REVOKED_SINCE: "Сертификат потом отозвали, но подпись поставлена раньше: это показывает время",
    Code.LONE_FILE: (
        "Файл проверен сам по себе. Без протокола подписания или пакета нельзя отличить более раннее "
        "законченное состояние документа от последнего"
    ),
    Code.TIMESTAMP_UNCONFIRMED: (
        "Метка времени цела, но её центр не подтверждён, поэтому на её время проверка не опирается"
    ),
    Code.EVIDENCE_UNSTAMPED: (
        "После печати добавлены доказательства на годы вперёд; метки времени над ними ещё нет. Сам документ "
        "они не меняют"
    ),
}

ROLES: Final[dict[str, dict[Role, str]]] = {
    "ru": {
        Role.CERTIFICATION: "Организация заверила содержание",
        Role.SIGNER: "Подписант",
        Role.SEAL: "Печать, закрывшая документ",
        Role.TIMESTAMP: "Метка времени",
    },
    "en": {
        Role.CERTIFICATION: "The organisation certified the contents",
        Role.SIGNER: "Signer",
        Role.SEAL: "The seal that closed the document",
        Role.TIMESTAMP: "Time stamp",
    },
}

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "ru": {
        "one_time": "Одноразовый сертификат, выпущенный для этой подписи",
        "standing": "Сертификат организации",
        "foreign_means": "Сертификат подписавшего; время по его часам",
        "foreign_trust": "Выпустил {issuer}; доверие к нему здесь не проверяется",
        "foreign_part": "Байты 1–{count}; что дописано после них, здесь не проверяется",
        "stamp": "Сертификат центра меток времени",
        "trusted": "Выпустил {issuer}; ведёт к корневому сертификату {root}, которому здесь доверяют",
        "trusted_root": "Выпустил {root}: этому корневому сертификату здесь доверяют",
        "untrusted": "Выпустил {issuer}; к доверенному корневому сертификату не ведёт",
        "stamped": "время подтверждено меткой {at}",
        "claimed": "время по часам сервиса",
        "filled": "Заполнено вместе с подписью: {fields}",
        "nothing_else": "Больше ничего в документе не изменено",
        "ticked": "отмечено",
        "package": "Файлов: {count}; состав и каждый байт заверены печатью организации",
        "package_broken": "Пакет повреждён или изменён",
        "package_untrusted": "Пакет цел, но кто выпустил сертификат печати, не подтверждено",
        "package_seal_unknown": (
            "Пакет цел, но что это печать той самой организации, не подтверждено: у центра, который выпустил "
            "сертификат, есть и другие клиенты. Сверьте его отпечаток SHA-256"
        ),
        "package_revoked": (
            "Пакет цел, но сертификат печати потом отозвали, и ничто не показывает, что пакет собран раньше"
        ),
        "seal_unknown": "Выпустил {issuer}. Отпечаток сертификата SHA-256: {sha256}",
        "whole_file": "Весь файл: байты 1–{count}",
        "revision": "Файл, каким он был тогда: байты 1–{count}. Добавленное потом подписано ниже",
        "but_evidence": (
            "Весь документ: байты 1–{count}. После них в файле только доказательства на годы вперёд, "
            "их ещё ничто не охватывает"
        ),
        "expected": "В пакете должен быть ровно один файл с именем …{ending}",
        "trail": "Записей: {count}; последняя {head}",
        "trail_broken": "Журнал нарушен",
        "trail_alone": "Сам по себе журнал не показывает, кто его вёл: проверьте пакет",
        "no_trail": "К протоколу не приложен журнал {file}",
        "hash_fits": "Совпадает с записанным до последнего байта",
        "detached_ok": "Подпись вне документа ({algorithm}): {who}, сертификат {serial}, выпустил {issuer}",
        "detached_open": "Квалификация этой подписи здесь не проверена: нет списка доверенных центров",
        "detached_bad": "Подпись вне документа не подходит к нему",
        "heavy": "Файл слишком сложен для проверки здесь",
        "not_opened": "Файл не открывается: проверьте имя и права",
        "unknown_kind": "Это не PDF, не пакет и не журнал",
        "not_package": "Это не пакет из архива: в нём нет {file}",
        "many_packages": "Это выгрузка за период, пакетов в ней: {count}. Распакуйте её и проверьте каждый",
    },
    "en": {
        "one_time": "A one-time certificate, issued for this signature",
        "standing": "A certificate of the organisation",
        "foreign_means": "A certificate of the signer; time by the signer's clock",
        "foreign_trust": "Issued by {issuer}; whether that is to be trusted is not checked here",
        "foreign_part": "Bytes 1–{count}; what was added after them is not checked here",
        "stamp": "A certificate of a time-stamping authority",
        "trusted": "Issued by {issuer}; leads to the root certificate {root}, which is trusted here",
        "trusted_root": "Issued by {root}: this root certificate is trusted here",
        "untrusted": "Issued by {issuer}; leads to no trusted root certificate",
        "stamped": "the time is confirmed by a stamp of {at}",
        "claimed": "the time is by the service's clock",
        "filled": "Filled in with the signature: {fields}",
        "nothing_else": "Nothing else in the document was changed",
        "ticked": "ticked",
        "package": "{count} files; the list and every byte are signed by the organisation's seal",
        "package_broken": "The package is damaged or was changed",
        "package_untrusted": "The package is intact, but who issued the seal's certificate is not confirmed",
        "package_seal_unknown": (
            "The package is intact, but that this is the organisation's seal is not confirmed: whoever "
            "issued the certificate has other customers. Compare its SHA-256"
        ),
        "package_revoked": (
            "The package is intact, but the seal's certificate was revoked since, and nothing shows that the "
            "package is older"
        ),
        "seal_unknown": "Issued by {issuer}. SHA-256 of the certificate: {sha256}",
        "whole_file": "The whole file: bytes 1–{count}",
        "revision": "The file as it was then: bytes 1–{count}. What was added later is signed below",
        "but_evidence": (
            "The whole document: bytes 1–{count}. After them the file holds only evidence for later "
            "years, which nothing covers yet"
        ),
        "expected": "One file named …{ending} is expected in the package",
        "trail": "{count} entries, head {head}",
        "trail_broken": "The trail is broken",
        "trail_alone": "Alone it does not show who wrote it: check the package",
        "no_trail": "{file} is not attached to the certificate",
        "hash_fits": "It is the recorded file to the last byte",
        "detached_ok": "Signature beside the document ({algorithm}): {who}, certificate {serial}, "
        "issued by {issuer}",
        "detached_open": "Whether this signature is qualified was not checked: there is no trusted list",
        "detached_bad": "The signature beside the document does not fit it",
        "heavy": "The file is too complex to be checked here",
        "not_opened": "The file cannot be opened: check its name and your rights",
        "unknown_kind": "This is no PDF, no package and no audit file",
        "not_package": "This is no package of the archive: it has no {file}",
        "many_packages": "This is a whole period, packages in it: {count}. Unpack it and check each package",
    },
}


def say(language: str, key: str, **particulars: object) -> str:
    """Return a sentence in the language, Russian if there is no such language here."""
    return SENTENCES.get(language, SENTENCES["ru"])[key].format(**particulars)


def problem_text(language: str, code: Code) -> str:
    """Return what a code of the verifier means."""
    return TEXTS[code] if language == "en" else PROBLEMS_RU[code]


def role_text(language: str, role: Role) -> str:
    """Return what a signature does in a document."""
    return ROLES.get(language, ROLES["ru"])[role]
