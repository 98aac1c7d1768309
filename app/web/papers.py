"""What is printed, as a PDF in the style of all papers."""

from flask import make_response
from werkzeug.wrappers import Response

from app.exports.pdf import pdf_of
from app.web.assets import text_of


def paper(page: str, name: str) -> Response:
    """``page`` (HTML of a paper) as a PDF called ``name``, which nobody keeps on the way. Raises PdfUnavailable."""
    response = make_response(pdf_of(page, text_of("paper")))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
