"""The picture of an activity, as rows hold it (pure)."""

from dataclasses import dataclass

WIDTHS = (320, 640, 1280)
SHARED = "share.jpg"  # for other sites, which do not all read WebP


@dataclass(frozen=True)
class Picture:
    """``digest`` names its files; ``width`` and ``height`` of the largest, in pixels; ``alt`` says what is to be seen."""

    digest: str
    width: int
    height: int
    alt: dict[str, str]

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths that there are, the smallest first."""
        return widths_of(self.width)


@dataclass(frozen=True)
class Illustrated:
    """What may have a picture; all None without one."""

    picture_digest: str | None
    picture_width: int | None
    picture_height: int | None
    picture_alt: dict[str, str]

    @property
    def picture(self) -> Picture | None:
        if self.picture_digest is None:
            return None
        return Picture(self.picture_digest, self.picture_width or 1, self.picture_height or 1, self.picture_alt)


def widths_of(width: int) -> tuple[int, ...]:
    """The widths in which a picture of this width is kept."""
    return (*(one for one in WIDTHS if one < width), width)
