"""A page as a PDF. WeasyPrint needs Pango of the system, and is loaded first when somebody asks for a PDF."""

from typing import Any, NoReturn

from app.errors import Refused
from app.languages import N_

MISSING = (ImportError, OSError)  # the library, or Pango below it


class PdfUnavailable(Refused):
    title = N_("No PDF can be made here")
    message = N_("The server lacks what PDFs are made with. Print the page itself instead.")
    status = 503


def pdf_of(html: str, stylesheet: str) -> bytes:
    """``html`` on paper, tagged for screen readers (PDF/UA-1). Nothing is fetched for it. Raises PdfUnavailable."""
    try:
        from PIL import ImageFile
        from weasyprint import CSS, HTML
    except MISSING as error:
        raise PdfUnavailable from error
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for all of the process, and uploads must be whole
    page: Any = HTML(string=html, url_fetcher=_refuse)
    written: bytes = page.write_pdf(stylesheets=[CSS(string=stylesheet)], pdf_variant="pdf/ua-1")
    return written


def _refuse(url: str, *_rest: Any, **_more: Any) -> NoReturn:
    raise ValueError(f"a paper fetches nothing: {url[:60]}")
