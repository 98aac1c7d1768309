"""One line a measurement, printed as a table and written as JSON."""

import json
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from tests.bench.servers import ROOT


@dataclass(frozen=True)
class Result:
    """``value`` must be at least (``at_least``) or at most ``target``; ``detail`` says what it was made of."""

    name: str
    database: str
    value: float
    target: float
    unit: str
    at_least: bool = False
    detail: str = ""

    @property
    def passed(self) -> bool:
        return self.value >= self.target if self.at_least else self.value <= self.target


def table(results: list[Result]) -> str:
    """The results as text in columns."""
    rows = [("measurement", "database", "value", "target", "", "made of"), *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join("  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[5]]) for row in rows)


def write(results: list[Result], folder: Path = ROOT / "bench-results") -> Path:
    """Write the results and what machine they are from; the file's path."""
    folder.mkdir(exist_ok=True)
    path = folder / "bench.json"
    machine = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": psutil.cpu_count(),
        "load": psutil.getloadavg()[0],
    }
    lines = [{**asdict(result), "passed": result.passed} for result in results]
    path.write_text(json.dumps({**machine, "results": lines}, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return path


def _row(result: Result) -> tuple[str, ...]:
    sign = ">=" if result.at_least else "<="
    value = f"{result.value:.2f} {result.unit}".strip()
    target = f"{sign} {result.target:g} {result.unit}".strip()
    return (result.name, result.database, value, target, "ok" if result.passed else "MISSED", result.detail)
