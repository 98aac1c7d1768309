"""The files, read back as Excel and other programs read them (promise 18)."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from app.exports.formats import Format, UnknownFormat, format_of, write
from app.exports.table import Table

DANGEROUS = ["=1+1", "+46 70 123", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")']
START = datetime(2026, 7, 1, 15, 0, tzinfo=UTC)


def sheet(*values: object, column: str = "value") -> Table:
    return Table("figures", (column,), [{column: value} for value in values], ("newcomer", "resident"))


def written(table: Table, file_format: Format) -> bytes:
    return b"".join(write(table, file_format))


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[object]]:
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
    return [list(row) for row in rows]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_in_csv(text):
    assert read_csv(written(sheet(text), Format.CSV))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", [*DANGEROUS[:5], DANGEROUS[-1]])
def test_no_text_becomes_a_formula_in_xlsx(text):
    ((_heading,), (cell,)) = read_xlsx(written(sheet(text), Format.XLSX))

    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_numbers_stay_numbers_in_swedish_csv():
    content = written(sheet(-2, Decimal("1.50"), 2.0, True, None, START, date(2026, 7, 1)), Format.CSV)

    assert content.startswith(b"\xef\xbb\xbfvalue\r\n")
    assert [row[0] if row else "" for row in read_csv(content)[1:]] == [
        "-2", "1,5", "2", "1", "", "2026-07-01 17:00", "2026-07-01",
    ]  # fmt: skip


def test_numbers_and_times_stay_what_they_are_in_xlsx():
    cells = read_xlsx(written(sheet(-2, Decimal("1.5"), True, START, date(2026, 7, 1), None, "x"), Format.XLSX))[1:]

    assert [cell.value for (cell,) in cells] == [
        -2, 1.5, True, datetime(2026, 7, 1, 17, 0), datetime(2026, 7, 1), None, "x",  # noqa: DTZ001
    ]  # fmt: skip


def test_a_tally_becomes_a_column_a_category_and_lists_become_text():
    table = Table("t", ("tags", "categories", "target"), [
        {"tags": ["a", "b"], "categories": {"resident": 5}, "target": {"at_least": 60}},
    ], ("newcomer", "resident"))  # fmt: skip

    assert read_csv(written(table, Format.CSV)) == [
        ["tags", "categories.newcomer", "categories.resident", "target"],
        ["a, b", "", "5", "at_least: 60"],
    ]


def test_json_has_instants_in_utc_and_plain_numbers():
    table = sheet(Decimal("1.50"), Decimal("60.00"), 60.0, START, date(2026, 7, 1), {"a": 1}, None, "=1+1")

    assert [row["value"] for row in json.loads(written(table, Format.JSON))] == [
        1.5, 60, 60, "2026-07-01T15:00:00Z", "2026-07-01", {"a": 1}, None, "=1+1",
    ]  # fmt: skip


@pytest.mark.parametrize("length", [0, 1, 500, 1201])
def test_a_file_of_any_length_is_whole(length):
    assert len(json.loads(written(sheet(*range(length)), Format.JSON))) == length
    assert len(read_csv(written(sheet(*range(length)), Format.CSV))) == length + 1


def test_semicolons_and_quotes_and_line_breaks_stay_in_their_cell():
    assert read_csv(written(sheet('a;"b"\nc'), Format.CSV))[1] == ['a;"b"\nc']


def test_other_formats_are_refused():
    with pytest.raises(UnknownFormat, match="no file format pdf"):
        format_of("pdf")
