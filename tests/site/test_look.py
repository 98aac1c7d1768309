"""The look, as far as its sources can be weighed: strict CSP, both directions, contrast, and no heavier than promised."""

import re
from pathlib import Path

import pytest

from app.web.assets import EXTENSION

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "app/static/css").glob("*.css"))
MAIL = ROOT / "templates/messages/layout.html"
TEMPLATES = sorted(set((ROOT / "templates").rglob("*.html")) - {MAIL})
PHYSICAL = re.compile(
    r"[{;\s](?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|float|(?:min-|max-)?(?:width|height))\s*:"
    r"|text-align:\s*(?:left|right)"
)
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)(?! type=.application/ld\+json.)|https?://(?!www\.w3\.org)"
)
TOKEN = re.compile(r"--([a-z-]+): (#[0-9A-F]{3,6})\b")
TEXT_ON = [
    ("ink", "paper"), ("ink", "sheet"), ("muted", "paper"), ("muted", "sheet"), ("link", "paper"), ("link", "pine-tint"),
    ("on-pine", "pine"), ("on-pine", "pine-deep"), ("pine", "pine-tint"), ("honey-deep", "honey-tint"),
    ("clay-deep", "clay-tint"), ("plum", "plum-tint"), ("sky", "sky-tint"), ("ok", "ok-tint"), ("error", "error-tint"),
    ("error", "sheet"), ("muted", "pine-tint"), ("honey-deep", "sheet"), ("clay-deep", "sheet"),
]  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_turns_with_the_direction_of_the_page(sheet):
    rules = re.sub(r"@media[^{]+", "", sheet.read_text())

    assert not PHYSICAL.findall(rules)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_a_weaker_policy_than_ours(template):
    assert not INLINE.findall(template.read_text())


def test_a_mail_brings_its_style_but_fetches_and_runs_nothing():
    assert not re.search(r"\sstyle=|<script|<link|<img|url\(|@import|https?://|(?:left|right)\s*:", MAIL.read_text())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme):
    colours = tokens(scheme)

    faint = {pair: contrast(*(colours[name] for name in pair)) for pair in TEXT_ON}

    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


def test_style_and_script_stay_light(app):
    style = app.extensions[EXTENSION]["css"].packed
    script = (ROOT / "app/static/js/samspel.js").read_bytes()

    assert len(style) <= 10_000
    assert len(script) <= 10_000  # ux.md 8


def test_every_type_of_activity_has_its_drawing():
    plan = (ROOT / "app/plan/data/hassleholm.yaml").read_text()
    types = re.search(r"^activity_types:\n((?:  .*\n)+)", plan, re.MULTILINE)[1]
    drawings = (ROOT / "templates/components/icons.html").read_text()

    missing = [key for key in re.findall(r"^  (\w+):", types, re.MULTILINE) if f'"{key}": "M' not in drawings]

    assert missing == []


def tokens(scheme):
    light, dark = (ROOT / "app/static/css/tokens.css").read_text().split("@media", 1)
    return {**dict(TOKEN.findall(light)), **(dict(TOKEN.findall(dark)) if scheme == "dark" else {})}


def contrast(first, second):
    """The ratio of WCAG 2.2, 1.4.3."""
    bright, dim = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
