"""A picture that somebody uploads, made anew: what comes out was written here, and holds nothing but the picture.

Places, cameras and thumbnails in the file are lost on purpose. Limits: promise 17 (2 s, 256 MB).
"""

import struct
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from app.activities.picture import SHARED, widths_of
from app.errors import Refused
from app.languages import N_

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 10_000_000
MAX_PIXELS = {"JPEG": 25_000_000, "PNG": 15_000_000, "WEBP": 10_000_000}  # by what decoding them takes
LEAST = (320, 180)
MAX_SIDE = 1280
QUALITIES = (80, 50, 20)
BYTES_A_PIXEL = 0.16  # of the largest: 180 kB of a picture of 1280 x 880
WHITE = (255, 255, 255)


class NotAPicture(Refused):
    message = N_("This file is not a picture that we can read. Choose a JPEG, PNG or WebP.")
    status = 422
    field = "picture"


class PictureTooLarge(Refused):
    message = N_("The picture is too large. Choose one of at most 10 MB and 10 million pixels, or save it as JPEG.")
    status = 422
    field = "picture"


class PictureTooSmall(Refused):
    message = N_("The picture is too small. It needs to be at least 320 pixels wide and 180 high.")
    status = 422
    field = "picture"


@dataclass(frozen=True)
class Encoded:
    """``width`` and ``height`` of the largest, in pixels; ``files``: name ("640.webp", "share.jpg") to bytes; ``digest``
    names them all (hexadecimal)."""

    digest: str
    width: int
    height: int
    files: dict[str, bytes]


def encode(data: bytes) -> Encoded:
    """The picture in each width, upright, on white, never enlarged. Raises NotAPicture, PictureTooLarge, PictureTooSmall."""
    if len(data) > MAX_BYTES:
        raise PictureTooLarge
    image = _read(data)
    if image.width < LEAST[0] or image.height < LEAST[1]:
        raise PictureTooSmall
    image, quality = _settled(image)
    files = {f"{width}.webp": _written(_sized(image, width), "WEBP", quality) for width in widths_of(image.width)}
    files[SHARED] = _written(image, "JPEG", quality)
    digest = sha256(b"".join(files.values())).hexdigest()[:32]
    return Encoded(digest, image.width, image.height, files)


def _read(data: bytes) -> "Image":
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # we look ourselves, before anything is unfolded
    try:
        with Image.open(BytesIO(data), formats=tuple(MAX_PIXELS)) as sent:
            if sent.width * sent.height > MAX_PIXELS[sent.format or "WEBP"]:
                raise PictureTooLarge
            sent.draft("RGB", (MAX_SIDE, MAX_SIDE))
            image: Image.Image = sent.convert("RGBA") if sent.mode in {"P", "1"} else sent
            image.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=2.0)
            return _plain(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise NotAPicture from error


def _plain(image: "Image") -> "Image":
    """Three colours of eight bits as screens show them, what was transparent white."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        image = image.convert("F").point(lambda value: value * (1 / 256)).convert("L")
    image = _as_screens_show(image)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (*WHITE, 255))
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")


def _as_screens_show(image: "Image") -> "Image":
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        found = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # the colours are a little off; the picture is right
    return found or image


def _settled(image: "Image") -> tuple["Image", int]:
    """The best quality in which it keeps within its bytes. What is all noise is made soft, as nothing in it is seen."""
    bound = image.width * image.height * BYTES_A_PIXEL
    for quality in QUALITIES:
        if len(_written(image, "WEBP", quality)) <= bound:
            return image, quality
    soft = _sized(image, image.width // 4).resize(image.size)
    return soft, QUALITIES[-1]


def _sized(image: "Image", width: int) -> "Image":
    return image if width == image.width else image.resize((width, round(image.height * width / image.width)))


def _written(image: "Image", kind: str, quality: int) -> bytes:
    buffer = BytesIO()
    extra = {"method": 2} if kind == "WEBP" else {"progressive": True}
    image.save(buffer, kind, quality=quality, **extra)
    return buffer.getvalue()
