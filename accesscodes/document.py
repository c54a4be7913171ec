"""The Word document that brings a SPoC its code, encrypted as it is made (A7; WP 44; MWA 40). Nothing of it is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from core.dates import with_weekday

from .rules.alphabet import spoken
from .rules.positions import ordinal

HOW_TO_KEEP_IT = (
    "Keep this document, and the code, as your security plan says. Tell the code only to people on your list of "
    "authorised callers, and only as far as they need it to call.",
    "Do not write the code into emails, and do not keep it beside the unlock code that opened this document.",
    "A caller is asked for three of the eight characters. Capital and small letters are different.",
    "If you think that somebody knows the code who should not, tell the business management team at once.",
)


@dataclass(frozen=True)
class Letter:
    """What a document says. The code is in nobody's `repr`."""

    prime: str
    code: str = field(repr=False)
    in_force_from: datetime


def encrypted(letter: Letter, *, unlock_code: str) -> bytes:
    """The document, which opens with the unlock code alone (ECMA-376 agile encryption). It does not hold that code."""
    from msoffcrypto.format.ooxml import OOXMLFile  # slow to load, and only the sending worker needs it

    plain, closed = BytesIO(), BytesIO()
    written(letter, plain)
    plain.seek(0)
    OOXMLFile(plain).encrypt(unlock_code, closed)
    return closed.getvalue()


def written(letter: Letter, to: BytesIO) -> None:
    """Write the plain document; it never leaves memory."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Provider Direct", "Provider Direct access code", ""
    since = letter.in_force_from
    document.add_heading("Provider Direct access code", level=1)
    document.add_paragraph(f"For {letter.prime}")
    document.add_paragraph(f"In force from {with_weekday(since)} at {since:%H:%M}, until you are sent the next.")
    document.add_paragraph().add_run(letter.code).bold = True
    table = document.add_table(rows=1, cols=3)
    _fill(table.rows[0], "Place", "Character", "Said")
    for place, character in enumerate(letter.code, start=1):
        _fill(table.add_row(), ordinal(place).capitalize(), character, spoken(character))
    document.add_heading("How to keep it", level=2)
    for line in HOW_TO_KEEP_IT:
        document.add_paragraph(line)
    document.save(to)


def _fill(row: object, *texts: str) -> None:
    for cell, text in zip(row.cells, texts, strict=True):  # type: ignore[attr-defined]  # python-docx carries no types
        cell.text = text
