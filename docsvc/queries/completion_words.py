"""The words of a certificate of completion, in its two languages."""

from typing import Final

Words = dict[str, str]

ACTIONS: Final = {"sign": "signed", "accept": "accepted"}

MEANS: Final[dict[str, Words]] = {
    "ru": {
        "email": "Одноразовый код из письма",
        "sms": "Одноразовый код из SMS",
        "pin": "Личный PIN-код на чужом устройстве",
        "outside": "Собственная программа и ключ подписавшего; файл подписи приложен",
        "accept": "Нажатие кнопки по личной ссылке из письма",
        "certificate": "и сертификат, выпущенный для одной этой подписи",
    },
    "en": {
        "email": "One-time code from an e-mail",
        "sms": "One-time code from a text message",
        "pin": "Personal PIN on somebody else's device",
        "outside": "The signer's own program and key; the signature file is kept",
        "accept": "A button on the page behind a personal link from an e-mail",
        "certificate": "and a certificate issued for this one signature",
    },
}

LEVELS: Final[dict[str, Words]] = {
    "ru": {
        "simple": "простая электронная подпись",
        "advanced": "усиленная неквалифицированная электронная подпись",
        "qualified": "усиленная квалифицированная электронная подпись, по заявлению подписавшего",
    },
    "en": {
        "simple": "simple electronic signature",
        "advanced": "advanced electronic signature",
        "qualified": "qualified electronic signature, as the signer declares",
    },
}

MEANINGS: Final[dict[str, Words]] = {
    "ru": {
        "simple": "Согласие по личной ссылке, подтверждённое кодом (63-ФЗ, ст. 5 ч. 2).",
        "advanced": (
            "Стороны приняли соглашение об электронной подписи; подписавший подтверждён кодом, а действие "
            "закреплено сертификатом, выпущенным для этой подписи (63-ФЗ, ст. 5 ч. 3, ст. 6 ч. 2, ст. 9)."
        ),
        "qualified": (
            "Подпись создана подписавшим вне сервиса его собственным ключом и сертификатом (63-ФЗ, "
            "ст. 5 ч. 4)."
        ),
    },
    "en": {
        "simple": "Consent through a personal link, confirmed by a code (63-ФЗ art. 5; eIDAS art. 25).",
        "advanced": (
            "The parties accepted an agreement on electronic signature; the signer is confirmed by a "
            "code, and the "
            "act is held by a certificate issued for this signature (eIDAS art. 26)."
        ),
        "qualified": (
            "The signer made the signature outside of the service, by a key and certificate of their own."
        ),
    },
}

MOMENTS: Final[dict[str, Words]] = {
    "ru": {
        "recipient.invited": "Отправлено приглашение",
        "recipient.delivered": "Письмо принято почтовым сервером",
        "recipient.opened": "Документ открыт",
        "access_code.given": "Введён код доступа",
        "consent.given": "Дано отдельное согласие",
        "agreement.accepted": "Принято соглашение об электронной подписи",
        "code.sent": "Отправлен код",
        "code.checked": "Код введён верно",
        "consent": "Дано согласие на подписание",
        "document.signed": "Подписано",
        "document.accepted": "Принято",
        "signature.applied": "Подпись внесена в файл",
    },
    "en": {
        "recipient.invited": "Invitation sent",
        "recipient.delivered": "Mail accepted by the recipient's server",
        "recipient.opened": "Document opened",
        "access_code.given": "Access code given",
        "consent.given": "Separate consent given",
        "agreement.accepted": "Agreement on electronic signature accepted",
        "code.sent": "Code sent",
        "code.checked": "Code verified",
        "consent": "Consent to sign given",
        "document.signed": "Signed",
        "document.accepted": "Accepted",
        "signature.applied": "Signature put into the file",
    },
}

OTHERS: Final[dict[str, Words]] = {
    "ru": {
        "spared": "Подпись не понадобилась: подписали достаточно участников",
        "replaced": "Вместо этого участника ответил другой",
        "declined": "Отказ",
        "returned": "Просьба изменить документ",
        "cancelled": "Ответ больше не нужен",
        "copy": "Получает копию",
        "receive": "Получает подписанный документ",
    },
    "en": {
        "spared": "Not needed: enough members of the group have signed",
        "replaced": "Somebody else answered instead",
        "declined": "Declined",
        "returned": "Asked for changes",
        "cancelled": "No answer needed any more",
        "copy": "Receives a copy",
        "receive": "Receives the signed document",
    },
}

SENTENCES: Final[dict[str, Words]] = {
    "ru": {
        "group": "Группа «{group}»: подписали {signed} из {members}, требовалось {needed}",
        "instead_of": "вместо: {name}",
        "host": "на устройстве: {name}",
        "detached": "Файл подписи",
        "algorithm": "Алгоритм",
        "certificate_of": "Сертификат выдан",
        "issuer": "Удостоверяющий центр",
        "valid": "Действителен",
        "serial": "Номер сертификата",
        "not_checked": "Не проверено",
        "organisation_inn": "ИНН организации",
        "confirmed": "Подписавший подтвердил расхождение",
        "times": "{count} раз",
        "title": "{kind} № {number} от {date}",
        "ticked": "отмечено",
        "issued": (
            "Документ выпущен организацией и закрыт её печатью; подписи других лиц он не предусматривает."
        ),
        "simple": (
            "Действие заявлено как простая электронная подпись: получатель подтвердил согласие по "
            "личной ссылке "
            "(63-ФЗ, ст. 5 ч. 2)."
        ),
        "advanced": (
            "Подписи заявлены как усиленные неквалифицированные: стороны приняли соглашение об электронной "
            "подписи, каждый подписант подтверждён кодом, а его действие закреплено сертификатом, "
            "выпущенным для "
            "этой подписи (63-ФЗ, ст. 5 ч. 3 и ст. 6 ч. 2)."
        ),
        "qualified": (
            "Часть подписей сделана подписавшими вне сервиса, их собственными ключами: файлы этих "
            "подписей лежат "
            "в пакете рядом с документом (63-ФЗ, ст. 5 ч. 4)."
        ),
    },
    "en": {
        "group": "Group “{group}”: {signed} of {members} signed, {needed} needed",
        "instead_of": "instead of {name}",
        "host": "on the device of {name}",
        "detached": "Signature file",
        "algorithm": "Algorithm",
        "certificate_of": "Certificate issued to",
        "issuer": "Certification authority",
        "valid": "Valid",
        "serial": "Certificate number",
        "not_checked": "Not checked",
        "organisation_inn": "INN of the organisation",
        "confirmed": "The signer confirmed a difference",
        "times": "{count} times",
        "title": "{kind} No. {number} of {date}",
        "ticked": "ticked",
        "issued": (
            "The organisation issued the document and closed it with its seal; nobody else was to sign it."
        ),
        "simple": (
            "The act is a simple electronic signature: the recipient confirmed consent through a "
            "personal link."
        ),
        "advanced": (
            "The signatures are advanced: the parties accepted an agreement on electronic signature, "
            "each signer "
            "was confirmed by a code, and each act is held by a certificate issued for it (eIDAS art. 26)."
        ),
        "qualified": (
            "Some signatures were made by the signers outside of the service, with keys of their "
            "own: their files "
            "lie in the package beside the document."
        ),
    },
}


def say(language: str, key: str, **particulars: object) -> str:
    """Return a sentence of the certificate in its language."""
    return SENTENCES[language][key].format(**particulars)
