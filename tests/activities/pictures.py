"""Pictures for the tests: good ones, and what somebody sends who means no good."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112


def drawn(size: tuple[int, int] = (800, 600), kind: str = "PNG", mode: str = "RGB", **saved: Any) -> bytes:
    """A picture of one colour."""
    return _saved(Image.new(mode, size), kind, **saved)


def noise(size: tuple[int, int], mode: str, kind: str, **saved: Any) -> bytes:
    """A picture in which no two neighbours are alike."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    return _saved(Image.frombytes(mode, size, Random(7).randbytes(size[0] * size[1] * bands)), kind, **saved)


def on_its_side() -> bytes:
    """400 wide and 700 high as a telephone shows it, with the place where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    return drawn((700, 400), "JPEG", exif=exif)


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """A good PNG with a further chunk before its data."""
    good, at = drawn(), 33  # after the signature and IHDR
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return good[:at] + chunk + good[at:]


def _saved(image: Image.Image, kind: str, **saved: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **saved)
    return buffer.getvalue()


def _frames(kind: str) -> bytes:
    frames = [Image.new("RGB", (1200, 1200), (9 * number, 0, 0)) for number in range(8)]
    return _saved(frames[0], kind, save_all=True, append_images=frames[1:])


NONE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "words": lambda: b"This is no picture at all.",
    "drawing with a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "page": lambda: b"<!doctype html><script>alert(1)</script>",
    "another kind": lambda: drawn(kind="GIF"),
    "moving, of another kind": lambda: _frames("GIF"),
    "kind and a page": lambda: b"GIF89a/*<script>*/=1;",
    "cut off PNG": lambda: noise((900, 900), "RGB", "PNG")[:50_000],
    "cut off JPEG": lambda: noise((900, 900), "RGB", "JPEG")[:5_000],
    "cut off WebP": lambda: noise((900, 900), "RGB", "WEBP")[:5_000],
    "wrong numbers": lambda: drawn().replace(b"IDAT", b"IDAX"),
    "text that unfolds": lambda: with_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(80_000_000), 9)),
    "profile that unfolds": lambda: with_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(80_000_000), 9)),
}
LARGE: dict[str, Callable[[], bytes]] = {
    "bomb": lambda: drawn((20_000, 20_000), mode="1"),
    "bomb of colours": lambda: drawn((12_000, 12_000), mode="P"),
    "too many bytes": lambda: drawn() + bytes(10_000_000),
    "long and thin": lambda: drawn((65_000, 400), mode="1"),
    "large WebP": lambda: drawn((4_000, 4_000), "WEBP"),
}
HEAVY: dict[str, Callable[[], bytes]] = {
    "transparent": lambda: drawn((5_000, 3_000), mode="RGBA"),
    "palette": lambda: drawn((5_000, 3_000), mode="P"),
    "in passes": lambda: noise((5_000, 5_000), "RGB", "JPEG", quality=20, progressive=True, subsampling=0),
    "of printers": lambda: noise((5_000, 5_000), "CMYK", "JPEG", quality=5, progressive=True),
    "WebP": lambda: noise((3_000, 3_000), "RGB", "WEBP", quality=5, method=0),
    "moving WebP": lambda: _frames("WEBP"),
    "moving PNG": lambda: _frames("PNG"),
    "all noise": lambda: noise((1_800, 1_800), "RGB", "PNG"),
}
