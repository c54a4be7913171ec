"""The worker's part of the post: everything that waits is sent to a real mail server, and read as by its recipient."""

from io import BytesIO

import msoffcrypto
from docx import Document

from core import clock
from notices import selectors
from notices.services import send
from tests.notices.post_office import Letter, PostOffice


def deliver() -> None:
    """Send what is due, as the workers do."""
    for notice in selectors.due(at=clock.now()).order_by("id"):
        send(notice_id=notice.pk)


def told(office: PostOffice) -> list[tuple[str, str]]:
    """To whom and about what, in the order of delivery."""
    return [(letter.to, str(letter.email["Subject"])) for letter in office.letters]


def document_of(letter: Letter) -> bytes:
    [file] = letter.email.iter_attachments()
    return bytes(file.get_content())


def unlock_code_in(letter: Letter) -> str:
    [line] = [line.strip() for line in letter.text.splitlines() if line.startswith("    ")]
    return line


def opened(document: bytes, unlock_code: str, *, verify: bool = False) -> str:
    """The text of a document, opened with the code. Raises msoffcrypto's InvalidKeyError for a wrong one.

    With `verify` the code is first held against the hash that a program shows its "wrong password" by: it takes as long
    again as the opening, which fails without it too.
    """
    locked, plain = msoffcrypto.OfficeFile(BytesIO(document)), BytesIO()
    locked.load_key(password=unlock_code, verify_password=verify)
    locked.decrypt(plain)
    read = Document(plain)
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in read.paragraphs), *cells])
