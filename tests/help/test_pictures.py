"""The pictures of the help pages show the pages as they are: each is taken again and compared."""

import pytest
from PIL import Image, ImageChops, ImageFilter

from app.help.pictures import FOLDER
from tests.help.shots import take_all, town

pytestmark = pytest.mark.journey
LIKE = 0.02  # the share of a picture that may differ: a letter drawn otherwise, never a button that has gone


def differs(one: Image.Image, other: Image.Image) -> float:
    """The share of the picture in which they differ to the eye; 1 where they are of different size."""
    if one.size != other.size:
        return 1.0
    apart = ImageChops.difference(one.convert("L"), other.convert("L")).filter(ImageFilter.MedianFilter(5))
    return sum(apart.histogram()[48:]) / (one.width * one.height)


def test_no_picture_has_grown_old(app, database, browser):
    if database.server_url:
        pytest.skip("the pages are the same on PostgreSQL")
    with town(app) as made:
        taken = dict(take_all(app, made, browser))

    old = {name: round(differs(picture, Image.open(FOLDER / f"{name}.webp")), 3) for name, picture in taken.items()}
    assert {name: share for name, share in old.items() if share > LIKE} == {}, "make help-pictures takes them anew"


def test_a_picture_of_another_page_is_told_apart():
    one, other = (Image.open(FOLDER / f"resident-{name}-sv.webp") for name in ("code", "own"))

    assert differs(one, one) == 0
    assert differs(one, other) > LIKE
