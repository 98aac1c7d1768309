"""Calendar files read by two programs that are not the one which wrote them: vobject, and ical.js in node."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import vobject

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("ical_js.mjs")


@dataclass(frozen=True)
class Moment:
    """A wall time as the file tells it, without zone, and the instant that the reader makes of it."""

    wall: datetime
    at: datetime


@dataclass(frozen=True)
class Date:
    uid: str
    tzid: str
    start: Moment
    end: Moment
    status: str
    sequence: int
    summary: str
    description: str
    location: str
    url: str


def by_vobject(text: str) -> list[Date]:
    """The dates of a calendar file as vobject reads them."""
    return [_of_vobject(event) for event in vobject.readOne(text).contents.get("vevent", [])]


def by_ical_js(text: str) -> list[Date]:
    """The same by ical.js; without it the test is skipped, or fails where CI says that everything is there."""
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules" / "ical.js").is_dir():
        message = "node or ical.js is not installed (make dev): no calendar was read by it"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    done = subprocess.run([node, SCRIPT], input=text.encode(), capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return [_of_ical_js(found) for found in json.loads(done.stdout)]


READERS: list[Callable[[str], list[Date]]] = [by_vobject, by_ical_js]


def _of_vobject(event: Any) -> Date:
    def value(name: str) -> str:
        return str(event.getChildValue(name, ""))

    return Date(
        uid=value("uid"), tzid=event.dtstart.params["X-VOBJ-ORIGINAL-TZID"][0],
        start=_moment(event.dtstart.value), end=_moment(event.dtend.value), status=value("status"),
        sequence=int(value("sequence")), summary=value("summary"), description=value("description"),
        location=value("location"), url=value("url"),
    )  # fmt: skip


def _moment(aware: datetime) -> Moment:
    return Moment(aware.replace(tzinfo=None), aware.astimezone(UTC))


def _of_ical_js(found: dict[str, Any]) -> Date:
    def moment(name: str) -> Moment:
        return Moment(datetime.fromisoformat(found[name]["wall"]), datetime.fromtimestamp(found[name]["at"], UTC))

    return Date(**{**found, "start": moment("start"), "end": moment("end")})
