"""Why a key cannot become the organisation's seal; the seal stays what it was."""

from docsvc.errors.general import DocsvcError


class SealKeyMissing(DocsvcError):
    """There is no key store, or it is too large to be one."""

    code = "seal-key-missing"
    message = "Выберите файл ключа (.p12 или .pfx) не больше 200 КБ. Печать осталась прежней."


class SealKeyLocked(DocsvcError):
    """The passphrase does not open the store, or it holds no key that can sign."""

    code = "seal-key-locked"
    message = (
        "Пароль не открывает файл, или в файле нет ключа RSA или ECDSA с сертификатом. "
        "Проверьте раскладку и файл. Печать осталась прежней."
    )


class SealChainUnreadable(DocsvcError):
    """The file of issuers holds no certificates."""

    code = "seal-chain-unreadable"
    message = "В файле цепочки нет сертификатов: нужен файл .pem или .cer. Печать осталась прежней."


class SealKeyKnown(DocsvcError):
    """The certificate is in the list already."""

    code = "seal-key-known"
    message = "Этот сертификат уже есть в списке ключей. Печать осталась прежней."


class SealCertificateExpired(DocsvcError):
    """The certificate is not good yet, or not any more."""

    code = "seal-certificate-expired"
    message = "Срок действия сертификата ещё не начался или закончился. Печать осталась прежней."


class SealCertificateUnfit(DocsvcError):
    """What this certificate seals would not be believed."""

    code = "seal-certificate-unfit"
    message = (
        "Сертификат не годится для подписи документов: в нём нужны применения «цифровая подпись» и "
        "«неотрекаемость». Попросите у центра другой. Печать осталась прежней."
    )


class SealKeyForeign(DocsvcError):
    """Others issued the certificate, so only they can revoke it."""

    code = "seal-key-foreign"
    message = (
        "Этот сертификат выпустил не сервис, поэтому отозвать его может только удостоверяющий центр: "
        "%(issuer)s. Обратитесь туда, а здесь замените печать. Ничего не изменено."
    )


class SealKeyRevoked(DocsvcError):
    """The certificate is revoked already."""

    code = "seal-key-revoked"
    message = "Этот ключ уже отозван. Ничего не изменено."
