"""``python -m tests.bench [--quick] [--only NAME ...] [--database KIND]``: measure, print the table, write the JSON."""

import argparse
import sys

from tests.bench import feeds, light, mails, measurements, results, rooms
from tests.bench.stage import stages

PARTS = {
    "cached": measurements.cached_pages,
    "uncached": measurements.uncached_pages,
    "sign-ups": measurements.sign_ups,
    "rushes": measurements.rushes,
    "calendar": feeds.calendar,
    "mails": mails.mails,
    "light": light.light,
    "rooms": rooms.rooms,
    "libraries": rooms.libraries,
}
GROWN, GROWN_QUICK = (10_000, 100_000, 1_000_000), (500, 2000)


def main() -> int:
    """Run the chosen parts upon each database; 1 where a target was missed."""
    chosen = _arguments()
    size = measurements.QUICK if chosen.quick else measurements.FULL
    found: list[results.Result] = []
    with stages(chosen.database) as ready:
        for stage in ready:
            found += _measure(stage, size, chosen.only)
    with stages(chosen.database) as ready:
        for stage in ready if "reports" in chosen.only else []:
            _say(f"{stage.kind}: loading {size.reported} dates for the reports")
            stage.load(size.reported, size.registrations)
            found += measurements.reports(stage, size)
    with stages(chosen.database) as ready:
        for stage in ready if "growth" in chosen.only else []:
            for result in feeds.growth(stage, tuple(chosen.sizes or (GROWN_QUICK if chosen.quick else GROWN))):
                _say(f"{stage.kind}: {result.name} {result.value:.2f} {result.unit} {result.detail}")
                found.append(result)
    print("\n" + results.table(found))
    missed = [result for result in found if not result.passed]
    print(f"\n{len(found) - len(missed)} of {len(found)} targets met; written to {results.write(found).name}")
    return 1 if missed else 0


def _measure(stage: measurements.Stage, size: measurements.Size, only: list[str]) -> list[results.Result]:
    parts = [PARTS[name] for name in PARTS if name in only]
    if not parts:
        return []
    _say(f"{stage.kind}: loading the demo ({size.occurrences} dates, {size.registrations} registrations)")
    stage.load(size.occurrences, size.registrations)
    found = []
    for part in parts:
        for result in part(stage, size):
            _say(f"{stage.kind}: {result.name} {result.value:.2f} {result.unit} {result.detail}")
            found.append(result)
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    names = [*PARTS, "reports", "growth"]
    kinds = ["sqlite", "postgresql"]
    parser.add_argument("--quick", action="store_true", help="short rounds and little data, to see that it runs")
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--sizes", nargs="+", type=int, help="registrations at which the growth is measured")
    parser.add_argument("--database", nargs="+", choices=kinds, default=kinds)
    return parser.parse_args()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
