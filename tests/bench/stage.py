"""What is measured upon: a database of each kind with the demo in it, and one for the minimal app beside it."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests import postgres
from tests.bench.browser import exchange
from tests.bench.servers import BIN, ROOT, Server

PLAN = "app/plan/data/hassleholm.yaml"
DATE = re.compile(r'href="(/sv/occurrences/\w{8})"')


@dataclass(frozen=True)
class House:
    """A library of ``libraries.py``: the codes of its offer and of its room with 500 bookings in a ``month``; the
    ``offers`` of all libraries, ``slots`` that are free in each, visits ``waiting`` for an answer, the cookie of its
    librarian."""

    offer: str
    room: str
    month: str
    cookie: str
    offers: list[str]
    slots: list[str]
    waiting: list[str]

    @property
    def staff(self) -> dict[str, str]:
        return {"samspel_staff": self.cookie}

    @property
    def pages(self) -> dict[str, tuple[str, dict[str, str]]]:
        """What each page is called -> its path, and the cookies of its reader."""
        month = f"/sv/desk/rooms/{self.room}?view=month&on={self.month}-01"
        return {
            "an offer's free times": (f"/sv/visits/{self.offer}", {}),
            "a room's month": (month, self.staff),
            "a library's month of visits": (f"/sv/desk/visits/calendar?month={self.month}", self.staff),
            "what waits for a library": ("/sv/desk/visits", self.staff),
            "a visit": (f"/sv/desk/visits/{self.waiting[0]}", self.staff),
            "a library's year": ("/sv/desk/visits/year", self.staff),
        }


@dataclass(frozen=True)
class Stage:
    """One kind of database: the environment of ours and of the floor upon it."""

    kind: str
    folder: Path
    database_url: str
    floor_url: str

    @property
    def ours(self) -> dict[str, str]:
        return {
            "SAMSPEL_INSTANCE": str(self.folder),
            "SAMSPEL_DATABASE_URL": self.database_url,
            "SAMSPEL_LIMITS_ENABLED": "false",
            "SAMSPEL_LOG_LEVEL": "ERROR",
            "FLASK_SKIP_DOTENV": "1",
        }

    @property
    def uncached(self) -> dict[str, str]:
        return {**self.ours, "SAMSPEL_PAGE_CACHE_SECONDS": "0"}

    @property
    def floor(self) -> dict[str, str]:
        return {"BENCH_DATABASE_URL": self.floor_url}

    def flask(self, *arguments: str) -> str:
        """Run a ``flask`` command upon this database; what it printed."""
        return self._run(str(BIN / "flask"), *arguments)

    def inside(self, measurement: str) -> dict[str, float]:
        """Run one measurement of ``inside.py`` in a process of its own; its figures."""
        printed = self._run(str(BIN / "python"), "-m", "tests.bench.inside", measurement)
        return dict(json.loads(printed.splitlines()[-1]))

    def anew(self, name: str) -> "Stage":
        """An empty stage beside this one."""
        server_url = "" if self.kind == "sqlite" else self.database_url.rpartition("/")[0]
        return _made(self.kind, self.folder / name, server_url)

    def load(self, occurrences: int, registrations: int) -> None:
        self.flask("db", "upgrade")
        self.flask("plan", "load", PLAN)
        amounts = ("--occurrences", str(occurrences), "--registrations", str(registrations))
        self.flask("demo", "load", "--seed", "1", *amounts)
        self._run(str(BIN / "python"), "-m", "tests.bench.floors")

    def races(self, dates: int, seats: int = 30) -> list[str]:
        """The sign-up addresses of ``dates`` new dates with ``seats`` places and a waiting list without end."""
        printed = self.flask("demo", "races", "--seats", str(seats), "--count", str(dates))
        return [f"/sv/occurrences/{code}/sign-up" for code in json.loads(printed.strip().splitlines()[-1])]

    def libraries(self, number: int) -> House:
        """Add so many libraries; the first of them."""
        printed = self._run(str(BIN / "python"), "-m", "tests.bench.libraries", str(number))
        facts = json.loads(printed.splitlines()[-1])
        return House(**facts)

    def _run(self, *command: str) -> str:
        environment = {**os.environ, **self.ours, **self.floor}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:])}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout


@contextmanager
def stages(kinds: list[str]) -> Iterator[list[Stage]]:
    """An empty stage of each kind, thrown away after; PostgreSQL is left out, loudly, where it is not installed."""
    folder = Path(tempfile.mkdtemp(prefix="samspel-bench-"))
    server = postgres.find_or_start() if "postgresql" in kinds else None
    if "postgresql" in kinds and server is None:
        print("### PostgreSQL is not installed: only SQLite is measured ###")
    try:
        yield [_stage(kind, folder, server) for kind in kinds if kind == "sqlite" or server]
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def a_date(server: Server) -> str:
    """The address of the first coming date in the list."""
    found = DATE.search(exchange(server.port, "GET", "/sv/activities").text)
    if not found:
        raise RuntimeError("the list of the demo shows no date")
    return found[1]


def _stage(kind: str, folder: Path, server: postgres.Server | None) -> Stage:
    return _made(kind, folder / f"{kind}-{uuid.uuid4().hex[:6]}", server.url if server and kind != "sqlite" else "")


def _made(kind: str, home: Path, server_url: str) -> Stage:
    home.mkdir()
    if not server_url:
        return Stage(kind, home, f"sqlite:///{home / 'ours.db'}", f"sqlite:///{home / 'floor.db'}")
    names = [f"bench_{part}_{uuid.uuid4().hex[:8]}" for part in ("ours", "floor")]
    with psycopg.connect(f"{server_url.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}".encode())
    return Stage(kind, home, f"{server_url}/{names[0]}", f"{server_url}/{names[1]}")
