"""Reading a CSV extract for a load that is all or nothing (G4). One face for every `load_...` command.

    extract = extracts.read(path, columns=("nino", "full_name"), optional=("phone",))   # BrokenExtract: not readable
    problems = Problems()
    for row in progress(extract.rows(problems), total=extract.count, label="Reading"):
        row.line, row["nino"]                   # stripped text, "" where left out
        problems.add(row.line, "nino", "must be ...")   # never the value: it is reported on a terminal
    problems.refuse_any()                       # BadRows, with every problem by its line

`LoadCommand` is the management command around it: subclass, name the columns, write `load(extract, problems)`.
"""

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection, transaction
from tqdm import tqdm

if TYPE_CHECKING:
    from _csv import Reader

Item = TypeVar("Item")
SHOWN = 50
# Nearly 200,000 participants, for which reading and checking take some 500 MB: the file is held whole.
LARGEST_MB = 128
LARGEST = LARGEST_MB * 1024**2
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BrokenExtract(ValueError):
    """The file cannot be read as the extract that it should be. The message says what to do."""


class BadRows(ValueError):
    """Some rows are wrong; `problems` says which."""

    def __init__(self, problems: "Problems") -> None:
        super().__init__(f"{problems.count} problems")
        self.problems = problems


@dataclass
class Problems:
    """What is wrong, by line, in the order in which it was found."""

    found: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.found)

    def add(self, line: int, column: str, message: str) -> None:
        """Note a problem. The message says what the column must hold, never what it did."""
        self.found.append((line, column, message))

    def refuse_any(self) -> None:
        """Raises BadRows unless nothing is wrong."""
        if self.found:
            raise BadRows(self)

    def report(self) -> list[str]:
        """Lines for a person, sorted by line; beyond the first fifty only their number."""
        lines = [f"Line {line}, {column}: {message}" for line, column, message in sorted(self.found)[:SHOWN]]
        if self.count > SHOWN:
            lines.append(f"... and {self.count - SHOWN} more problems.")
        return lines


class Row(Mapping[str, str]):
    """One row: its line in the file and its columns, with spaces around the text taken away."""

    def __init__(self, line: int, values: Mapping[str, str], problems: Problems) -> None:
        self.line, self._values, self._problems = line, values, problems

    def __getitem__(self, column: str) -> str:
        return self._values[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def problem(self, column: str, message: str) -> None:
        """Note what is wrong with a column of this row."""
        self._problems.add(self.line, column, message)

    @property
    def problems_so_far(self) -> int:
        """How many problems the file has shown until now: the same before and after means that this row is fine."""
        return self._problems.count

    def required(self, column: str, longest: int = 200) -> str:
        """The text, which must be there and not too long."""
        if not self[column]:
            self.problem(column, "is empty")
        return self.text(column, longest)

    def text(self, column: str, longest: int = 200) -> str:
        """The text, which may be empty."""
        if len(self[column]) > longest:
            self.problem(column, f"is longer than {longest} characters")
        return self[column]

    def day(self, column: str) -> date | None:
        """A date written 2026-11-21, or None where empty or wrong (which is noted)."""
        if not self[column]:
            return None
        try:
            if DAY.fullmatch(self[column]):  # a date alone: `fromisoformat` takes weeks too, 2026-W47-6
                return date.fromisoformat(self[column])
        except ValueError:
            pass
        self.problem(column, "must be a real date like 2026-11-21")
        return None

    def required_day(self, column: str) -> date | None:
        """A date that must be there; None only where that is noted."""
        if not self[column]:
            self.problem(column, "is empty")
        return self.day(column)


@dataclass(frozen=True)
class Extract:
    """A file that was read whole, so that its digest is that of exactly what was loaded."""

    sha256: str
    text: str = field(repr=False)
    columns: tuple[str, ...]

    @property
    def count(self) -> int:
        """About how many rows, for the progress bar: a quoted line break counts as one more."""
        return max(self.text.count("\n") - (1 if self.text.endswith("\n") else 0), 0)

    def rows(self, problems: Problems) -> Iterator[Row]:
        """Each row with the right number of columns; the others, and a quote left open, are noted."""
        reader = _reader(self.text)
        header = _header(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as broken:
                problems.add(line, "row", f"is not proper CSV ({broken})")
                return
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problems.add(line, "row", f"has {len(cells)} columns where the header has {len(header)}")
                continue
            given = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            yield Row(line, {column: given.get(column, "") for column in self.columns}, problems)


def read(path: Path, *, columns: Sequence[str], optional: Sequence[str] = ()) -> Extract:
    """Open an extract and check its header (any order, any case). Raises BrokenExtract."""
    return parse(_bytes(path), columns=columns, optional=optional)


def parse(raw: bytes, *, columns: Sequence[str], optional: Sequence[str] = ()) -> Extract:
    """The same for a file that came by another way. Raises BrokenExtract."""
    extract = Extract(hashlib.sha256(raw).hexdigest(), _text(raw), (*columns, *optional))
    reader = _reader(extract.text)
    try:
        header = _header(reader)
    except csv.Error:
        raise BrokenExtract("The first line is not a proper CSV header.") from None
    _check_header(header, columns, optional)
    if not _any_row(reader):
        raise BrokenExtract("The file has a header and no rows under it. Save or ask for the whole of it again.")
    return extract


def progress(items: Iterable[Item], *, label: str, total: int | None = None) -> Iterable[Item]:
    """A progress bar on a terminal, nothing elsewhere."""
    bar: Iterable[Item] = tqdm(items, desc=label, total=total, unit=" rows", disable=None)
    return bar


class LoadCommand(BaseCommand):
    """`manage.py load_... FILE.csv`: one transaction, errors by line, exit status 1 when nothing was loaded."""

    columns: ClassVar[tuple[str, ...]] = ()
    optional: ClassVar[tuple[str, ...]] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        _check_database()
        try:
            extract = read(file, columns=self.columns, optional=self.optional)
            with transaction.atomic():
                summary = self.load(extract, Problems())
        except BrokenExtract as broken:
            raise CommandError(f"{broken} Nothing was changed.") from None
        except BadRows as bad:
            report = "\n".join(bad.problems.report())
            raise CommandError(f"{report}\nNothing was changed. Mend these lines and load the file again.") from None
        self.stdout.write(self.style.SUCCESS(summary))

    def load(self, extract: Extract, problems: Problems) -> str:
        """Check every row, then write them; return what was done, in a sentence. May raise BadRows."""
        raise NotImplementedError


def _check_database() -> None:
    """Raises CommandError with what to do where the database does not answer: on a new machine it is not running."""
    try:
        connection.ensure_connection()
    except OperationalError:
        raise CommandError(
            "The database does not answer. Beside a running `make run` the command needs DEMONSTRATION=1 in front of "
            "it; elsewhere check DATABASE_URL. Nothing was changed."
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        unfit = _unfit(path)
        raw = b"" if unfit else path.read_bytes()
    except FileNotFoundError:
        raise BrokenExtract(f"There is no file {path}.") from None
    except (OSError, ValueError):
        raise BrokenExtract("The file cannot be read. Check its name and permissions.") from None
    if unfit:
        raise BrokenExtract(f"{path} {unfit}")
    return raw


def _unfit(path: Path) -> str:
    if path.is_dir():
        return "is a folder. Name the CSV file."
    if path.exists() and not path.is_file():
        return "is not an ordinary file. Name the CSV file."
    return f"is larger than {LARGEST_MB} MB. Load it in parts." if path.stat().st_size > LARGEST else ""


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BrokenExtract(f"Line {line} is not UTF-8 text. Save the file as CSV UTF-8.") from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise BrokenExtract(f"Line {line} holds a NUL character. Save the file as CSV UTF-8.")
    if not text or text.isspace():
        raise BrokenExtract("The file is empty. Its first line must name the columns.")
    return text


def _reader(text: str) -> "Reader":
    """Rows of the text, which is cut into lines one by one: a second copy of it would be four times its size.

    Spreadsheets write semicolons where the comma is the decimal sign: the header, which has neither, tells.
    """
    header = LINE.match(text)
    semicolons = header is not None and ";" in header[0] and "," not in header[0]
    lines = (line[0] for line in LINE.finditer(text))
    return csv.reader(lines, strict=True, delimiter=";" if semicolons else ",")


def _header(reader: Iterator[list[str]]) -> list[str]:
    return [cell.strip().lower().replace(" ", "_") for cell in next(reader)]


def _any_row(reader: Iterator[list[str]]) -> bool:
    """Whether anything stands under the header, if only something that `rows` will report."""
    try:
        return any(cell.strip() for cells in reader for cell in cells)
    except csv.Error:
        return True


def _check_header(header: Sequence[str], columns: Sequence[str], optional: Sequence[str]) -> None:
    missing = [column for column in columns if column not in header]
    if missing:
        raise BrokenExtract(f"The header lacks: {', '.join(missing)}. It must have: {', '.join(columns)}.")
    if len(set(header)) < len(header):
        twice = sorted({column for column in header if header.count(column) > 1})
        raise BrokenExtract(f"The header names a column twice: {', '.join(twice)}.")
    unknown = sorted(set(header) - set(columns) - set(optional))
    if unknown:
        raise BrokenExtract(f"The header has unknown columns: {', '.join(unknown)}.")
