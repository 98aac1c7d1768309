"""Every page by other ways of seeing and moving: enlarged four times, with wider text, in forced colours, without motion, by
keyboard alone (WCAG 2.2: 1.4.10, 1.4.12, 2.3.3, 2.4.3, 2.4.7, 2.4.11)."""

import pytest

from tests.browser import served
from tests.site.test_accessibility import cookies_of
from tests.site.test_routes import pages

__all__ = ["pages"]  # the fixture
pytestmark = pytest.mark.journey
FOUR_TIMES = {"width": 320, "height": 256}  # CSS pixels of a screen of 1280 by 1024 at 400 %
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-block-end: 2em !important }"
)
WIDE = "() => document.documentElement.scrollWidth"
# What is cut off: a box that hides what does not fit it, and holds more than it shows.
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(one => {
  const style = getComputedStyle(one);
  const hides = [style.overflowX, style.overflowY].some(way => way === 'hidden' || way === 'clip');
  return hides && one.clientHeight > 2 && !one.closest('.unseen, .skip, svg, input, select, textarea')
    && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2);
}).map(one => one.outerHTML.slice(0, 80))"""
MOVING = """() => [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none';
}).length"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const after = getComputedStyle(one, '::after');
  const ringed = [style, after].some(of => of.outlineStyle !== 'none' && parseFloat(of.outlineWidth) >= 2);
  const there = document.elementFromPoint(box.x + Math.min(box.width, innerWidth) / 2, box.y + Math.min(box.height, 40) / 2);
  const label = one.closest('label') ?? document.querySelector(`label[for="${one.id}"]`);
  return {
    name: `${one.tagName} ${(one.innerText || one.name || '').slice(0, 30)}`, page: one === document.body,
    ringed: ringed || !!one.closest('label:focus-within'), inside: box.bottom > 0 && box.top < innerHeight,
    seen: !there || one.contains(there) || there.contains(one) || !!label?.contains(there),
  };
}"""
STOPS = (
    "() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')].filter("
    "one => one.checkVisibility({visibilityProperty: true}) && one.type !== 'hidden' && !one.disabled).length"
)
MOST_STOPS = 400


@pytest.fixture
def windows(app, pages, browser):
    """Opens a window of each who is shown a page; gives (page of the browser, addresses) for each."""
    held = []

    def open_all(**ways):
        clients = {client for client, _path in pages.values() if client}
        for client in clients:
            context = browser.new_context(base_url=address, bypass_csp=True, **ways)
            context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies_of(client)])
            held.append(context)
            page = context.new_page()
            yield page, [path for other, path in pages.values() if other is client]

    with served(app) as address:
        yield open_all
        for context in held:
            context.close()


def test_enlarged_four_times_nothing_is_to_the_side(windows):
    faults = []
    for page, paths in windows(viewport=FOUR_TIMES):
        for path in paths:
            page.goto(path)
            width = page.evaluate(WIDE)
            faults += [f"{path} is {width} wide"] if width > FOUR_TIMES["width"] else []

    assert not faults, "\n".join(faults)


def test_with_wider_text_nothing_is_cut_off_or_to_the_side_and_where_motion_is_unwanted_nothing_moves(windows):
    faults = []
    for page, paths in windows(viewport={"width": 360, "height": 740}, reduced_motion="reduce"):
        for path in paths:
            page.goto(path)
            faults += [f"{path}: {moving} move"] if (moving := page.evaluate(MOVING)) else []
            page.add_style_tag(content=SPACING)
            width, cut = page.evaluate(WIDE), page.evaluate(CUT)
            faults += [f"{path}: {width} wide"] if width > 360 else []
            faults += [f"{path}: cut {one}" for one in cut]

    assert not faults, "\n".join(faults)


def test_by_keyboard_every_control_is_reached_seen_and_not_covered(windows):
    faults = []
    for page, paths in windows(viewport={"width": 1280, "height": 720}, forced_colors="active"):
        for path in paths:
            page.goto(path)
            faults += [f"{path}: {fault}" for fault in _walk(page)]

    assert not faults, "\n".join(faults)


def _walk(page):
    """What is wrong with the stops of the Tab key, from the top of the page to its end."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    wanted, faults, stops = page.evaluate(STOPS), [], 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found["page"]:
            break
        stops += 1
        faults += [f"{found['name']}: {what}" for what in ("ringed", "inside", "seen") if not found[what]]
    # The buttons of one choice are one stop, so there can be fewer stops than controls, never none.
    return [*faults, *([f"{stops} stops for {wanted} controls"] if stops < min(3, wanted) else [])]
