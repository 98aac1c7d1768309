"""What a plan file may contain: the whole file in one table. Its meaning is told in docs/plan-file.md."""

from typing import Any

from app.plan.file.shapes import Shape, code, day, flag, key, many, mapping, named, number, one_of, words, year
from app.plan.file.source import Source
from app.plan.rules import Channel, Measure, Outcome, ReportedKind, SignUpWay

TEXT = mapping({}, texts=True)
KEYS = many(key())
CODES = many(code())


def wording(source: Source, path: str, value: Any) -> None:
    """The decided text: in Swedish, or a map of languages."""
    shape: Shape = words(10_000) if isinstance(value, str) else TEXT
    shape(source, path, value)


def target(source: Source, path: str, value: Any) -> None:
    """Exactly one of at_least, share and by."""
    mapping({}, {"at_least": number(), "share": number(most=1), "by": year})(source, path, value)
    if isinstance(value, dict) and len(value) != 1:
        source.complain(path, "a target is one of {at_least: number}, {share: 0 to 1} and {by: year}")


HEAD = mapping(
    {"code": code(60), "title": TEXT},
    {
        **dict.fromkeys(("reference", "decision", "replaces", "follow_up", "owner", "followed_up_by"), words(200)),
        **dict.fromkeys(("decided", "valid_from", "valid_to"), day),
    },
)
TERM = mapping({}, {"years": number(least=1, most=100, whole=True)}, texts=True)
UNIT = mapping({"name": words(200)}, {"board": words(200)})
TYPE = mapping(
    {},
    {
        "counts_to": CODES,
        "counts": one_of(("confirmed",)),
        "by_tag": named(CODES),
        "signup": one_of(SignUpWay),
        "tally": KEYS,
        "channel": many(one_of(Channel), least=1),
        "outcome": many(one_of(Outcome)),
        "group_is": one_of(("series",)),
        "listed": flag,
    },
    texts=True,
)
INDICATOR = mapping(
    {"code": code(), "title": TEXT},
    {
        "measure": one_of(Measure),
        "reported": one_of(ReportedKind),
        "of": many(key(), least=1),
        "at": many(key(60), least=1),
        "background": key(),
        "channel": many(one_of(Channel), least=1),
        "tagged": many(key(), least=1),
        "not_tagged": many(key(), least=1),
        "per": one_of(("series",)),
        "target": target,
        **dict.fromkeys(("supplement", "added", "interpreted", "in_strategy"), flag),
        "until": year,
        "note": TEXT,
        "wording": wording,
    },
)
ABOUT: dict[str, Shape] = {"wording": wording, "note": TEXT, "in_strategy": flag}
STRATEGY = mapping(
    {"code": code(), "title": TEXT},
    {
        **ABOUT,
        "actions": many(mapping({}, {"until": year, "wording": wording}, texts=True)),
        "responsible": KEYS,
        "partners": KEYS,
        "resources": many(mapping({}, {"until": year}, texts=True)),
        "risks": many(TEXT),
        "indicators": many(INDICATOR),
    },
)
SUBGOAL = mapping({"code": code(), "title": TEXT}, {**ABOUT, "strategies": many(STRATEGY)})
GOAL = mapping({"code": code(), "title": TEXT}, {**ABOUT, "subgoals": many(SUBGOAL)})


def figures(source: Source, path: str, value: Any) -> None:
    """A number a year."""
    mapping({}, {str(known): number() for known in range(1900, 2201)})(source, path, value)


BASELINE = mapping({"code": code(60), "title": TEXT, "values": figures}, {"of": code()})
PLAN_FILE = mapping(
    {"plan": HEAD, "activity_types": named(TYPE), "goals": many(GOAL, least=1)},
    {
        "terms": named(TERM),
        "units": named(UNIT),
        "places": named(words(200), longest=60),
        "partners": named(words(200)),
        "baseline": many(BASELINE),
    },
)
