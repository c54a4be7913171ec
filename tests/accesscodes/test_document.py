"""The document is really encrypted: opened with the unlock code and not without, by a program that is not ours too."""

import json
import shutil
import subprocess
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

from accesscodes.document import Letter, encrypted, written
from accesscodes.rules.calendar import LONDON
from accesscodes.rules.unlock import ALPHABET, make_unlock_code
from tests.accesscodes.post import opened

CODE, UNLOCK = "AdfH2nQr", "abcd-efgh-jkmn-pqrs-tuvw-xyz2-3456"
LETTER = Letter("Prime & Sons <Ltd>", CODE, datetime(2026, 11, 30, tzinfo=LONDON))
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SYSTEM_PYTHON = Path("/usr/bin/python3")
SCRIPT = Path(__file__).parent / "open_with_libreoffice.py"


def has_libreoffice() -> bool:
    """Whether it is there with its bridge to Python: the program alone cannot be told what to open."""
    if OFFICE is None or not SYSTEM_PYTHON.exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def document() -> bytes:
    return encrypted(LETTER, unlock_code=UNLOCK)


@pytest.mark.req("A7")
def test_it_opens_with_the_unlock_code_and_says_what_it_must(document: bytes) -> None:
    text = opened(document, UNLOCK, verify=True)
    assert "Prime & Sons <Ltd>" in text
    assert "Monday 30 November 2026 at 00:00" in text
    assert CODE in text
    for said in ("capital Alfa", "lower delta", "number two", "Eighth"):
        assert said in text
    assert "Keep this document" in text


@pytest.mark.req("A7", "A8")
def test_the_unlock_code_is_not_in_it(document: bytes) -> None:
    assert UNLOCK not in opened(document, UNLOCK)
    plain = BytesIO()
    written(LETTER, plain)
    with zipfile.ZipFile(plain) as parts:
        assert all(UNLOCK.encode() not in parts.read(name) for name in parts.namelist())


@pytest.mark.req("A7")
@pytest.mark.parametrize("wrong", [UNLOCK.upper(), UNLOCK[:-1], UNLOCK.replace("-", ""), " ", CODE])
def test_it_does_not_open_with_anything_else(document: bytes, wrong: str) -> None:
    for verify in (True, False):
        with pytest.raises(InvalidKeyError):
            opened(document, wrong, verify=verify)


@pytest.mark.req("A7")
def test_it_does_not_open_without(document: bytes) -> None:
    file = msoffcrypto.OfficeFile(BytesIO(document))
    assert file.is_encrypted()
    with pytest.raises(DecryptionError):
        file.load_key(password="")
    with pytest.raises(TypeError):
        file.decrypt(BytesIO())
    assert not zipfile.is_zipfile(BytesIO(document))
    assert CODE.encode() not in document
    assert CODE.encode("utf-16-le") not in document


@pytest.mark.req("A7")
def test_each_is_encrypted_afresh(document: bytes) -> None:
    assert encrypted(LETTER, unlock_code=UNLOCK) != document
    assert CODE not in repr(LETTER)


@pytest.mark.req("A8")
def test_unlock_codes_are_long_and_never_the_same() -> None:
    made = {make_unlock_code() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code.replace("-", "")) == 28 and set(code) <= set(ALPHABET) | {"-"} for code in made)


@pytest.mark.req("A7")
@pytest.mark.skipif(not has_libreoffice(), reason="LibreOffice is not installed (libreoffice-writer-nogui python3-uno)")
def test_a_program_that_is_not_ours_opens_it_with_the_unlock_code_only(document: bytes, tmp_path: Path) -> None:
    locked, plain = tmp_path / "code.docx", tmp_path / "plain.docx"
    locked.write_bytes(document)
    with plain.open("wb") as file:
        written(LETTER, file)
    tries = [(locked, UNLOCK), (locked, UNLOCK.upper()), (locked, UNLOCK[:-1]), (locked, CODE), (locked, ""),
             (locked, None), (plain, None)]  # fmt: skip
    said = subprocess.run(
        [SYSTEM_PYTHON, SCRIPT, str(OFFICE), json.dumps([(str(file), password) for file, password in tries])],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    right, *wrong, control = json.loads(said.stdout)
    assert CODE in right
    assert "Prime & Sons <Ltd>" in right
    assert wrong == [None] * 5
    assert control == right, "the control: it opens what is not encrypted without a password, and reads the same"
