"""The pictures of pages: WebP files without loss, served beside the stylesheets, one for each language."""

from dataclasses import dataclass

from app.languages import FALLBACKS
from app.web.assets import STATIC, asset, body_of

FOLDER = STATIC / "help"
SCALE = 2  # they are taken at twice the size that they are shown in


@dataclass(frozen=True)
class Picture:
    """Its address, and the size in CSS pixels in which it is shown."""

    url: str
    width: int
    height: int


def picture_of(name: str, language: str) -> Picture | None:
    """The picture called ``name`` of the page in ``language``, else in Swedish or English, else none."""
    for code in (language, *FALLBACKS):
        body = body_of(f"help/{name}-{code}")
        if body:
            width, height = _size(body)
            return Picture(asset(f"help/{name}-{code}"), width // SCALE, height // SCALE)
    return None


def _size(body: bytes) -> tuple[int, int]:
    """Width and height in pixels; 14 bits each after the signature of the lossless stream (RFC 9649, 3.4)."""
    bits = int.from_bytes(body[21:25], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
