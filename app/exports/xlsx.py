"""XLSX, written row by row, in constant memory. The one place that loads XlsxWriter."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from app import clock
from app.exports.delimited import DANGEROUS
from app.exports.table import Table, headings, lines

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}
WIDTH = 16


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """Write the report into an open file. Texts stay texts: they are quoted, never run."""
    from xlsxwriter import Workbook

    book = Workbook(file, OPTIONS)
    sheet = book.add_worksheet(table.name[:31])
    sheet.freeze_panes(1, 1)
    names = headings(table)
    sheet.set_column(0, len(names) - 1, WIDTH)
    sheet.write_row(0, 0, names, book.add_format({"bold": True}))
    writers = _writers(sheet, book)
    for number, line in enumerate(lines(table), start=1):
        for column, cell in enumerate(line):
            if cell is not None:
                writers[type(cell)](number, column, cell)
    book.close()


def _writers(sheet: Any, book: Any) -> dict[type, Callable[[int, int, Any], object]]:
    """How a cell of each type is written. A text that a sheet could take for a formula is marked as a text besides."""
    marked = book.add_format({"quote_prefix": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})

    def text(row: int, column: int, cell: str) -> None:
        sheet.write_string(row, column, cell, marked if cell.startswith(DANGEROUS) else None)

    return {
        str: text,
        bool: sheet.write_boolean,
        int: sheet.write_number,
        float: sheet.write_number,
        Decimal: sheet.write_number,
        datetime: lambda row, column, cell: sheet.write_datetime(row, column, clock.wall(cell)),
        date: lambda row, column, cell: sheet.write_datetime(row, column, cell, day),
    }
