"""Settings of one installation (`DOCSVC_*`)."""

from docsvc.config.addresses import LOOPBACK
from docsvc.config.environment import read_settings
from docsvc.config.settings import Pkcs11, Settings, Sms, Smtp

__all__ = ["LOOPBACK", "Pkcs11", "Settings", "Sms", "Smtp", "read_settings"]
