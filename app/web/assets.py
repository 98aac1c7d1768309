"""The stylesheet, the script, the pictures of the help pages: hashed at start-up, served from memory, immutable for a year."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from app.web.access import public

STATIC = Path(__file__).parent.parent / "static"
FIRST = ("tokens.css", "base.css")
EXTENSION = "samspel_assets"

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    name: str
    mimetype: str
    body: bytes
    packed: bytes


def init_app(app: Flask) -> None:
    sheets = sorted((STATIC / "css").glob("*.css"), key=lambda path: (_rank(path), path.name))
    app.extensions[EXTENSION] = {
        "css": _asset("css", "text/css", _light(b"".join(path.read_bytes() for path in sheets))),
        "paper": _asset("css", "text/css", (STATIC / "paper" / "paper.css").read_bytes()),
        "js": _asset("js", "text/javascript", (STATIC / "js" / "samspel.js").read_bytes()),
        **{
            f"help/{path.stem}": _asset("webp", "image/webp", path.read_bytes())
            for path in sorted((STATIC / "help").glob("*.webp"))
        },
    }


def asset(kind: str) -> str:
    """The address of the stylesheet of the screen ("css") or of papers ("paper"), of the script ("js"), or of a picture
    ("help/…"); it changes with the content."""
    return url_for("assets.show", name=current_app.extensions[EXTENSION][kind].name)


def text_of(kind: str) -> str:
    """What stands in the file itself."""
    found: Asset = current_app.extensions[EXTENSION][kind]
    return found.body.decode()


def body_of(kind: str) -> bytes:
    """What is in the file; nothing where there is none."""
    found: Asset | None = current_app.extensions[EXTENSION].get(kind)
    return found.body if found else b""


@blueprint.get("/assets/<name>")
@public
def show(name: str) -> Response:
    """One of the files, compressed where the browser takes it."""
    found = next((file for file in current_app.extensions[EXTENSION].values() if file.name == name), None)
    if found is None:
        abort(404)
    packed = len(found.packed) < len(found.body) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.packed if packed else found.body, mimetype=found.mimetype)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _rank(path: Path) -> int:
    return FIRST.index(path.name) if path.name in FIRST else len(FIRST)


def _light(style: bytes) -> bytes:
    """A stylesheet without its comments and line breaks; no string of ours has two spaces in a row."""
    return re.sub(rb"\s+", b" ", re.sub(rb"/\*.*?\*/", b"", style, flags=re.DOTALL))


def _asset(kind: str, mimetype: str, body: bytes) -> Asset:
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"{digest}.{kind}", mimetype, body, gzip.compress(body, 9))
