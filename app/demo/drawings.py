"""Pictures for the demo, drawn here, always the same."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import Any

from app.activities.encoding import Encoded, encode

SIZE = (1280, 800)
ALT = {
    "sv": "Två kaffekoppar på ett dukat bord, sedda från sidan.",
    "en": "Two cups of coffee on a laid table, seen from the side.",
    "ar": "فنجانا قهوة على طاولة معدّة، كما يُريان من الجانب.",
}
PAPER, PINE, HONEY, CLAY, PLUM = "#FDF1D6", "#14524A", "#F2B84B", "#A63D20", "#6B2D5C"


def picture_columns(name: str) -> dict[str, Any]:
    """What the row of an activity with this picture (empty: none) holds."""
    drawn = _drawn() if name else None
    return {
        "picture_digest": drawn.digest if drawn else None,
        "picture_width": drawn.width if drawn else None,
        "picture_height": drawn.height if drawn else None,
        "picture_alt": ALT if drawn else {},
    }


def picture_files(names: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of the files of these pictures."""
    if not any(names):
        return []
    drawn = _drawn()
    return [{"digest": drawn.digest, "name": name, "data": data} for name, data in drawn.files.items()]


@cache
def _drawn() -> Encoded:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse((-300, -520, 760, 420), fill="#F8DFA6")
    pen.rectangle((0, 620, *SIZE), fill=PINE)
    pen.rectangle((0, 620, SIZE[0], 650), fill="#0C3B35")
    for left, colour in ((230, CLAY), (700, PLUM)):
        pen.ellipse((left + 250, 390, left + 400, 530), outline=colour, width=34)
        pen.pieslice((left, 120, left + 320, 640), 0, 180, fill=colour)
        pen.ellipse((left, 350, left + 320, 410), fill=HONEY)
        pen.ellipse((left + 24, 360, left + 296, 402), fill="#4A2A17")
        pen.rounded_rectangle((left - 50, 612, left + 370, 640), 14, fill=HONEY)
        for step in (90, 160, 230):
            pen.arc((left + step - 30, 190, left + step + 30, 330), 250, 110, fill="#DDD6C8", width=10)
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return encode(buffer.getvalue())
