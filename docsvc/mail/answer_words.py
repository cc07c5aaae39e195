"""What a mail server's answer means to whoever set it up, and what to do: codes and jargon in words."""

import re
from typing import Final

from docsvc.errors.phrase import Phrase

_WORDS: Final[tuple[tuple[str, str], ...]] = (
    (
        r"name or service not known|nodename nor servname|name resolution|no address associated",
        "Такого сервера нет: имя не находится. Проверьте имя сервера в DOCSVC_SMTP_URL.",
    ),
    (
        r"connection refused",
        "Сервер не ждёт соединений на этом порту. Проверьте порт в DOCSVC_SMTP_URL: чаще всего 465 или 587.",
    ),
    (
        r"timed out|timeout",
        "Сервер не ответил вовремя. Проверьте имя и порт в DOCSVC_SMTP_URL и что сеть пускает наружу.",
    ),
    (r"network is unreachable|no route to host", "До сервера не добраться. Проверьте сеть этой машины."),
    (
        r"wrong.version.number|unknown protocol|record layer failure",
        "На этом порту шифруют иначе. Для 465 нужен адрес smtps://, для 587 — smtp+starttls://.",
    ),
    (
        r"certificate.verify.failed|certificate has expired",
        "Сертификату сервера нельзя верить: он просрочен, выдан другому имени или неизвестным центром.",
    ),
    (
        r"starttls extension not supported|starttls is required|must issue a starttls|^530",
        "Сервер шифрует иначе, чем сказано в DOCSVC_SMTP_URL: для 465 — smtps://, для 587 — smtp+starttls://.",
    ),
    (
        r"^(535|534|538)|authentication|no suitable authentication",
        "Сервер не принял имя или пароль. Проверьте их в DOCSVC_SMTP_URL. Часто нужен пароль для программ.",
    ),
    (
        r"^(452|552)|quota|over limit|mailbox full",
        "Ящик получателя переполнен, или у сервера кончилось место.",
    ),
    (
        r"spf|dkim|dmarc|spam|reputation|blacklist|blocklist|policy",
        "Сервер счёл письмо подозрительным. Проверьте записи SPF, DKIM и DMARC домена отправителя.",
    ),
    (
        r"relay|not permitted|sender.*(rejected|denied|owned|authoriz)|^(553|501) 5\.1\.[78]",
        "От этого имени сервер писать не разрешает. Проверьте адрес в DOCSVC_MAIL_FROM.",
    ),
    (
        r"^(450|451) .*gr[ae]y|greylist",
        "Сервер получателя просит повторить позже: так он отсеивает спам. Обычные письма повторяем сами.",
    ),
    (
        r"^(550|551|553) ?(5\.1\.|.*(user|mailbox|recipient|address|no such))",
        "Такого получателя у сервера нет. Проверьте адрес.",
    ),
    (r"^4\d\d", "Сервер пока не принимает письмо. Попробуйте через несколько минут."),
    (r"^5\d\d", "Сервер отказал. Покажите его ответ тому, кто ведёт вашу почту."),
    (
        r"connection unexpectedly closed|connection reset|broken pipe",
        "Сервер прервал разговор. Попробуйте снова.",
    ),
)
"""What is looked for in an answer, the telling before the general; codes by RFC 5321, 4.2, and RFC 3463."""


def meaning(answer: str) -> Phrase | None:
    """Return what an answer means and what to do, in words; None for one that says all is well."""
    said = answer.casefold()
    return next((Phrase(words) for pattern, words in _WORDS if re.search(pattern, said)), None)
