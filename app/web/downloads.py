"""A table as the answer to a request: a file to keep."""

import tempfile
from contextlib import ExitStack

from flask import Response, send_file

from app.exports.formats import MEDIA_TYPES, Format, write
from app.exports.table import Table


def download(table: Table, file_format: Format) -> Response:
    """The whole file is made before the answer begins, so that a fault is an error page and never half a file."""
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        file.writelines(write(table, file_format))
        file.seek(0)
        name = f"samspel-{table.name}.{file_format}"
        response = send_file(file, MEDIA_TYPES[file_format], as_attachment=True, download_name=name)
        response.call_on_close(stack.pop_all().close)
    response.headers["Cache-Control"] = "no-store"
    return response
