"""A token on this machine: SoftHSM with the keys of two seals, EC and RSA, that cannot leave it."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.certomancer import Market
from tests.services.patience import PATIENCE_SECONDS
from tests.services.programs import require

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
TOKEN, PIN = "docsvc", "97531"
LABELS = ("seal_ec", "seal_rsa")


@pytest.fixture(scope="session")
def softhsm(tmp_path_factory: pytest.TempPathFactory, market_everywhere: Market) -> Iterator[str]:
    """Fill a token with keys and certificates of the market; return the path of its module.

    The module reads its configuration once a process, so there is one token a session.
    """
    require("softhsm")
    module = next(path for path in MODULES if Path(path).is_file())
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        _run("--init-token", "--free", "--label", TOKEN, "--so-pin", PIN, "--pin", PIN)
        for number, label in enumerate(LABELS, start=1):
            (folder / "key.pem").write_bytes(market_everywhere.key_pem(label))
            key = ("--import", str(folder / "key.pem"), "--label", label, "--id", f"0{number}")
            _run(*key, "--token", TOKEN, "--pin", PIN)
        _put_certificates(module, market_everywhere)
        yield module


def _run(*arguments: str) -> None:
    subprocess.run(
        ["softhsm2-util", *arguments],
        check=True,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        env=dict(os.environ),
    )


def _put_certificates(module: str, market: Market) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    with pkcs11.lib(module).get_token(token_label=TOKEN).open(user_pin=PIN, rw=True) as session:
        for label in (*LABELS, "interm", "root"):
            held = decode_x509_certificate(market.certificate(label).dump())
            held[pkcs11.Attribute.TOKEN] = True
            held[pkcs11.Attribute.LABEL] = label
            session.create_object(held)
