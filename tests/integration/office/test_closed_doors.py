"""A document reaches nothing: not the network, not a file of this machine."""

import socketserver
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from templates import office
from templates.office import instance
from templates.office.protection import Protection
from tests.integration.office.kit import contract, session, sockets, soffice, with_body, with_part, words

pytestmark = pytest.mark.needs("soffice")

RELATIONS = "word/_rels/document.xml.rels"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SCHEMAS = "http://schemas.openxmlformats.org/drawingml/2006"
PICTURE = f"""<w:p><w:r><w:drawing><wp:inline xmlns:wp="{SCHEMAS}/wordprocessingDrawing">
<wp:extent cx="900000" cy="900000"/><wp:docPr id="NUMBER" name="p"/><a:graphic xmlns:a="{SCHEMAS}/main">
<a:graphicData uri="{SCHEMAS}/picture"><pic:pic xmlns:pic="{SCHEMAS}/picture">
<pic:nvPicPr><pic:cNvPr id="0" name="p"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip xmlns:r="{KIND}" r:link="rIdXNUMBER"/>
<a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""
FIELDS = """<w:p><w:fldSimple w:instr=' INCLUDETEXT "{url}" '><w:r><w:t>было</w:t></w:r></w:fldSimple></w:p>
<w:p><w:fldSimple w:instr=' INCLUDEPICTURE "{url}" \\d '><w:r><w:t>было</w:t></w:r></w:fldSimple></w:p>
<w:p><w:fldSimple w:instr=' DDEAUTO soffice "{url}" x '><w:r><w:t>было</w:t></w:r></w:fldSimple></w:p>"""


class Canary(socketserver.ThreadingTCPServer):
    """Counts who comes."""

    daemon_threads = True
    visits = 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Sing(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Canary)
        self.server.visits += 1


@pytest.fixture
def canary() -> Iterator[Canary]:
    with Canary(("127.0.0.1", 0), Sing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def linking(*urls: str) -> bytes:
    """A document with a linked picture and fields for each address, and a template attached by it."""
    body = "".join(PICTURE.replace("NUMBER", str(n)) + FIELDS.format(url=url) for n, url in enumerate(urls))
    relations = "".join(
        f'<Relationship Id="rIdX{n}" Type="{KIND}/image" Target="{url}" TargetMode="External"/>'
        f'<Relationship Id="rIdT{n}" Type="{KIND}/attachedTemplate" Target="{url}" TargetMode="External"/>'
        for n, url in enumerate(urls)
    )
    return with_part(
        with_body(contract(), body),
        RELATIONS,
        lambda text: text.replace("</Relationships>", f"{relations}</Relationships>"),
    )


def test_linked_pictures_and_texts_are_neither_fetched_nor_read(
    canary: Canary, tmp_path: Path, shut_in: Protection
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("СЕКРЕТ-ЭТОЙ-МАШИНЫ", encoding="utf-8")
    picture = Path(__file__).parents[3] / "docs" / "secret.png"
    web = f"http://127.0.0.1:{canary.port}/canary.png"
    pdf = office.to_pdf(
        linking(web, secret.as_uri(), picture.as_uri(), f"http://localhost:{canary.port}/x.docx")
    )
    assert canary.visits == 0
    assert "СЕКРЕТ" not in words(pdf)
    assert "Договор № 12" in words(pdf)


def test_a_picture_of_this_machine_is_not_embedded(tmp_path: Path, shut_in: Protection) -> None:
    import io

    from PIL import Image
    from pypdf import PdfReader

    picture = tmp_path / "secret.png"
    Image.effect_noise((64, 64), 90).save(picture)
    pdf = office.to_pdf(linking(picture.as_uri()))
    assert not [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]


def test_libreoffice_has_a_wall_of_memory(shut_in: Protection) -> None:
    office.to_pdf(contract())
    limits = Path(f"/proc/{soffice(session())}/limits").read_text(encoding="utf-8")
    assert f"Max address space         {3 * 1024**3}" in limits
    assert "Max core file size        0 " in limits


def test_in_the_sandbox_there_is_no_network_and_nothing_of_ours() -> None:
    office.to_pdf(contract())
    if office.protection() is not Protection.SANDBOX:
        pytest.skip("bubblewrap does not work here")
    root = Path(f"/proc/{soffice(session())}/root")
    assert not (root / "home").exists()
    assert not (root / "etc" / "passwd").exists()
    network = Path(f"/proc/{soffice(session())}/net/dev").read_text(encoding="utf-8")
    assert [line.split(":")[0].strip() for line in network.splitlines()[2:]] == ["lo"]


def test_without_a_sandbox_no_socket_stays_open_to_others(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "protection", lambda: Protection.FOLDER)
    office.to_pdf(contract())
    paths = sockets(soffice(session()))
    assert paths
    assert not [path for path in paths if Path(path).exists()]
