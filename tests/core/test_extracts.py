import csv
import hashlib
import io
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import extracts
from core.extracts import BadRows, BrokenExtract, Problems

pytestmark = pytest.mark.req("G4")

COLUMNS = ("name", "born")


@pytest.fixture
def file(tmp_path: Path):
    def write(content: bytes | str) -> Path:
        path = tmp_path / "extract.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def rows(path: Path, **options) -> tuple[list[dict[str, str]], Problems]:
    problems = Problems()
    found = list(extracts.read(path, columns=COLUMNS, **options).rows(problems))
    return [{"line": row.line, **row} for row in found], problems


@pytest.mark.parametrize(
    "content",
    [
        "name,born\nAnn,2000-01-02\nBo,\n",
        "name,born\r\nAnn,2000-01-02\r\nBo,\r\n",
        "\ufeffname,born\nAnn,2000-01-02\nBo,",
        "Name , BORN\n Ann ,2000-01-02\nBo,\n",
        "born,name\n2000-01-02,Ann\n,Bo\n",
        'name,born\n"Ann","2000-01-02"\nBo,\n',
    ],
)
def test_the_ways_of_writing_a_csv_file(file, content: str) -> None:
    found, problems = rows(file(content))
    assert found == [{"line": 2, "name": "Ann", "born": "2000-01-02"}, {"line": 3, "name": "Bo", "born": ""}]
    assert not problems.count


def test_blank_lines_and_line_breaks_in_quotes_keep_the_line_numbers(file) -> None:
    found, _ = rows(file('name,born\n\n"An\nn",\n,\nBo,\n'))
    assert [(row["line"], row["name"]) for row in found] == [(3, "An\nn"), (6, "Bo")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_way_of_ending_a_line_keeps_the_line_numbers(file, end: str) -> None:
    found, problems = rows(file(end.join(["name,born", '"An', 'n",', "", "Bo\u2028\x0b\x0c\x85,", "Cy", "Di,"])))
    assert [(row["line"], row["name"]) for row in found] == [(2, f"An{end}n"), (5, "Bo"), (7, "Di")]
    assert [line.partition(",")[0] for line in problems.report()] == ["Line 6"]


def test_reading_the_rows_takes_no_copy_of_the_text(file) -> None:
    extract = extracts.read(file("name,born\n" + "Ann,2000-01-02\n" * 20_000), columns=COLUMNS)
    tracemalloc.start()
    try:
        assert sum(1 for _ in extract.rows(Problems())) == 20_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < len(extract.text) / 2


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as large:
        large.truncate(extracts.LARGEST + 1)
    with pytest.raises(BrokenExtract, match="larger than 128 MB"):
        extracts.read(path, columns=COLUMNS)


@pytest.mark.parametrize(
    "text", ["2026-W47-6", "2026-W4706", "20261121", "2026-325", "\u0662026-11-21", "2026-11-21T00"]
)
def test_a_date_is_written_in_one_way(file, text: str) -> None:
    problems = Problems()
    (row,) = extracts.read(file(f"name,born\n,{text}\n"), columns=COLUMNS).rows(problems)
    assert row.day("born") is None
    assert problems.report() == ["Line 2, born: must be a real date like 2026-11-21"]


def test_optional_columns_left_out_are_empty(file) -> None:
    found, _ = rows(file("name,born\nAnn,\n"), optional=("phone",))
    assert found[0]["phone"] == ""


def test_the_digest_is_that_of_the_file(file) -> None:
    path = file("name,born\nAnn,\n")
    assert extracts.read(path, columns=COLUMNS).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"name\nAnn\n", "lacks: born"),
        (b"Ann,2000-01-02\n", "lacks: name, born"),
        (b"name,born,name,born,town\nAnn,,,,\n", "twice: born, name"),
        (b"name,born\n", "no rows under it"),
        (b"name,born\r\n\r\n,\r\n", "no rows under it"),
        (b"name,born,shoe\n", "unknown columns: shoe"),
        ("name,born\nZo\xeb,\n".encode("latin-1"), "Line 2 is not UTF-8"),
        ("name,born\nAnn,\n".encode("utf-16"), "not UTF-8"),
        (b"name,born\nAnn,\nB\x00,\n", "Line 3 holds a NUL"),
        (b'"name,born\n', "not a proper CSV header"),
        (b"PK\x03\x04\xff\xfe", "not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_in_plain_words(file, content: bytes, message: str) -> None:
    with pytest.raises(BrokenExtract, match=message):
        extracts.read(file(content), columns=COLUMNS)


def test_no_file_a_folder_and_an_impossible_name(tmp_path: Path) -> None:
    for path, message in (
        (tmp_path / "none.csv", "no file"),
        (tmp_path, "folder"),
        (Path("a\x00b"), "no file|cannot be read"),
        (Path("/dev/zero"), "not an ordinary file"),
        (tmp_path / ("x" * 300), "cannot be read"),
    ):
        with pytest.raises(BrokenExtract, match=message):
            extracts.read(path, columns=COLUMNS)


def test_bad_rows_are_reported_by_line(file) -> None:
    found, problems = rows(file('name,born\nAnn\nBo,,\nCy,\nDi,"open\n'))
    assert [row["name"] for row in found] == ["Cy"]
    assert [line.partition(",")[0] for line in problems.report()] == ["Line 2", "Line 3", "Line 5"]
    with pytest.raises(BadRows):
        problems.refuse_any()


def test_a_long_report_is_cut(file) -> None:
    _, problems = rows(file("name,born\n" + "x\n" * 80))
    assert len(problems.report()) == 51
    assert problems.report()[-1] == "... and 30 more problems."


def test_typed_columns_note_what_they_must_be(file) -> None:
    problems = Problems()
    extract = extracts.read(
        file("name,born\n,31/12/1999\nyes,2000-02-30\nmaybe,20000101\nNo,2000-01-02\n"), columns=COLUMNS
    )
    first, second, third, fourth = extract.rows(problems)
    assert first.required("name") == ""
    assert [row.required_day("born") for row in (first, second, third, fourth)] == [None, None, None, date(2000, 1, 2)]
    assert third.text("name", longest=4) == "maybe"
    assert len(problems.report()) == 5
    assert not any("maybe" in line or "1999" in line for line in problems.report())


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1),
            st.text("0123456789-"),
        ),
        max_size=5,
    ).filter(lambda content: any(name.strip() or born for name, born in content))
)
def test_whatever_a_csv_writer_writes_is_read_back(tmp_path_factory, content: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([COLUMNS, *content])
    path = tmp_path_factory.mktemp("extract") / "extract.csv"
    path.write_bytes(out.getvalue().encode())
    found, problems = rows(path)
    assert not problems.count
    stripped = [(name.strip(), born) for name, born in content]
    assert [(row["name"], row["born"]) for row in found] == [pair for pair in stripped if any(pair)]
