"""How heavy each public page is on a first visit, in three scripts; and what a page in another language than Swedish costs."""

import re
import statistics
from collections.abc import Iterator

from tests.bench import load
from tests.bench.browser import Answer, exchange
from tests.bench.measurements import OURS, READY, Size
from tests.bench.results import Result
from tests.bench.servers import Server, serve
from tests.bench.stage import Stage, a_date

MOST, MOST_SCRIPT = 60, 10  # kB; ux.md 8
FILES = re.compile(r'(?:stylesheet" href|module" src)="([^"]+)"')
ROUNDS = 5


def light(stage: Stage, size: Size) -> Iterator[Result]:
    """Kilobytes compressed of each public page with its style and script, and pages a second in Arabic and Tigrinya over
    those in Swedish."""
    with serve(OURS, stage.uncached, ready=READY) as ours:
        date = a_date(ours)
        for name, path in _pages(date).items():
            weights = [_weigh(ours, f"/{code}{path}") for code in ("sv", "ar", "ti")]
            detail = " / ".join(f"{weight:.1f}" for weight in weights) + " kB in sv / ar / ti"
            yield Result(f"first visit of {name}", stage.kind, max(weights), MOST, "kB", detail=detail)
        script = max(_size(ours, path) for path in _files(ours, "/sv/"))
        yield Result("largest file of style or script", stage.kind, script, MOST_SCRIPT, "kB")
        for code in ("ar", "ti"):
            for name, path in (("list", "/activities"), ("date", date.removeprefix("/sv"))):
                yield _cost(stage, size, ours, (code, name, path))


def _cost(stage: Stage, size: Size, ours: Server, page: tuple[str, str, str]) -> Result:
    """The middle of some rounds, each of both languages in turn."""
    code, name, path = page
    seconds = max(size.seconds / 2, 0.5)

    def rate(language: str) -> float:
        return load.pages_per_second(ours.port, f"/{language}{path}", seconds)

    ratio = statistics.median(rate(code) / rate("sv") for _round in range(ROUNDS))
    return Result(f"{name} in {code} / in sv", stage.kind, ratio, 0.9, "x", True)


def _pages(date: str) -> dict[str, str]:
    return {
        "home": "/", "the list": "/activities", "a month": "/calendar", "a date": date.removeprefix("/sv"),
        "signing up": f"{date.removeprefix('/sv')}/sign-up", "a place": "/places/stadsbiblioteket",
        "the screen": "/places/stadsbiblioteket/screen", "the plan": "/plan", "privacy": "/privacy",
        "accessibility": "/accessibility", "telling of a shortcoming": "/accessibility/report",
    }  # fmt: skip


def _weigh(ours: Server, path: str) -> float:
    return _size(ours, path) + sum(_size(ours, file) for file in _files(ours, path))


def _files(ours: Server, path: str) -> list[str]:
    return FILES.findall(_final(ours, path, packed=False).text)


def _size(ours: Server, path: str) -> float:
    return len(_final(ours, path, packed=True).body) / 1000


def _final(ours: Server, path: str, packed: bool) -> Answer:
    answer = exchange(ours.port, "GET", path, packed=packed)
    return exchange(ours.port, "GET", answer.header("location"), packed=packed) if answer.status == 302 else answer
