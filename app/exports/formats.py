"""The formats of a report's file, and their media types."""

import tempfile
from collections.abc import Iterator
from enum import StrEnum

from app.errors import NotFound
from app.exports.delimited import write_csv
from app.exports.listed import write_json
from app.exports.table import Table
from app.exports.xlsx import write_xlsx
from app.languages import N_

READ_BYTES = 64 * 1024


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


MEDIA_TYPES = {
    Format.CSV: "text/csv",  # Flask adds the charset to text
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


class UnknownFormat(NotFound):
    message = N_("There is no file format %(name)s. Choose csv, xlsx or json.")


def format_of(name: str) -> Format:
    """The format by its name. Raises UnknownFormat."""
    if name not in set(Format):
        raise UnknownFormat(name=name)
    return Format(name)


def write(table: Table, file_format: Format) -> Iterator[bytes]:
    """The file of a report in chunks."""
    if file_format is Format.CSV:
        yield from write_csv(table)
    elif file_format is Format.JSON:
        yield from write_json(table)
    else:
        yield from _xlsx(table)


def _xlsx(table: Table) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        write_xlsx(table, file)
        file.seek(0)
        while chunk := file.read(READ_BYTES):
            yield chunk
