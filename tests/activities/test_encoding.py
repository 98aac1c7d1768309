"""What is sent as a picture: made anew, within its bounds, or refused in words (promise 17)."""

import json
import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from app.activities.encoding import NotAPicture, PictureTooLarge, PictureTooSmall, encode
from tests.activities.pictures import HEAVY, LARGE, NONE, drawn, on_its_side

SECONDS, MEGABYTES = 2, 256
UNFOLDING = {name: make for name, make in {**NONE, **LARGE}.items() if "unfolds" in name or "bomb" in name}
HOSTILE = {**UNFOLDING, **HEAVY}
# In a process of its own: the most memory it ever had, with everything that it imports.
MEASURED = """
import json, re, sys, time
from app.activities.encoding import encode
from app.errors import Refused
data = sys.stdin.buffer.read()
begun, size = time.process_time(), 0
try:
    size = max(map(len, encode(data).files.values()))
except Refused as refusal:
    pass
spent, status = time.process_time() - begun, open("/proc/self/status").read()
most = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024
print(json.dumps([spent, most, size]))
"""


def opened(encoded, name):
    return Image.open(BytesIO(encoded.files[name]))


def test_a_picture_is_kept_in_each_width_and_for_other_sites():
    made = encode(drawn((2000, 1000)))

    assert set(made.files) == {"320.webp", "640.webp", "1280.webp", "share.jpg"}
    assert [opened(made, name).size for name in ("320.webp", "share.jpg")] == [(320, 160), (1280, 640)]
    assert (made.width, made.height) == (1280, 640)


def test_a_small_picture_is_not_made_larger():
    assert set(encode(drawn((400, 300))).files) == {"320.webp", "400.webp", "share.jpg"}


def test_it_stands_upright_and_tells_nothing_of_place_and_camera():
    made = encode(on_its_side())

    assert (made.width, made.height) == (400, 700)
    assert [dict(opened(made, name).getexif()) for name in made.files] == [{}] * len(made.files)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_every_kind_of_colour_becomes_a_picture(mode):
    made = encode(drawn(mode=mode))

    assert opened(made, "640.webp").mode == "RGB"


def test_what_is_transparent_becomes_white():
    made = encode(drawn(mode="RGBA"))

    assert opened(made, "share.jpg").getpixel((5, 5)) == (255, 255, 255)


def test_the_same_picture_has_the_same_name():
    assert encode(drawn()).digest == encode(drawn(compress_level=1)).digest


@pytest.mark.parametrize("sent", NONE)
def test_what_is_no_picture_is_refused(sent):
    with pytest.raises(NotAPicture):
        encode(NONE[sent]())


@pytest.mark.parametrize("sent", LARGE)
def test_what_is_too_large_is_refused(sent):
    with pytest.raises(PictureTooLarge):
        encode(LARGE[sent]())


def test_what_is_too_small_is_refused():
    with pytest.raises(PictureTooSmall):
        encode(drawn((319, 600)))


@pytest.mark.parametrize("sent", HOSTILE)
def test_nothing_takes_more_than_two_seconds_and_256_megabytes(sent):
    ran = subprocess.run([sys.executable, "-c", MEASURED], input=HOSTILE[sent](), capture_output=True, check=True)

    spent, most, size = json.loads(ran.stdout)
    assert spent <= SECONDS
    assert most <= MEGABYTES
    assert size <= 300_000
