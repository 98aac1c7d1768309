"""What the shape alone cannot see: codes that stand twice or do not nest, and names that nothing answers to.

The data may be of any shape here, so that these problems are told together with those of the shape.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.plan.file.source import Source, join
from app.plan.rules import nests

LEVELS = ("goals", "subgoals", "strategies", "indicators")
NARROWING = ("of", "at", "background", "channel", "tagged", "not_tagged", "per")


@dataclass(frozen=True)
class Node:
    """Something of the file that has a code, and the code of what it stands under."""

    level: str
    path: str
    item: dict[str, Any]
    parent: object


def check(source: Source) -> None:
    """Complain about everything that refers to nothing, stands twice or contradicts itself."""
    data = source.data if isinstance(source.data, dict) else {}
    tree = list(_tree(data))
    codes: dict[str, set[str]] = {level: set() for level in LEVELS}
    for node in tree:
        _check_code(source, codes, node)
    _check_parties(source, data, tree)
    _check_types(source, data, codes["strategies"])
    for node in tree:
        if node.level == "indicators":
            _check_indicator(source, data, node.path, node.item)
    _check_baseline(source, data, codes["goals"] | codes["subgoals"] | codes["strategies"])
    _check_dates(source, _map(data.get("plan")))


def _check_code(source: Source, codes: dict[str, set[str]], node: Node) -> None:
    own, path = node.item.get("code"), join(node.path, "code")
    if not isinstance(own, str):
        return
    if any(own in known for known in codes.values()):
        source.complain(path, f"the code {own} stands twice")
    codes[node.level].add(own)
    if isinstance(node.parent, str) and not nests(node.parent, own):
        source.complain(path, f"the code {own} does not nest under {node.parent}")


def _check_parties(source: Source, data: dict[str, Any], tree: list[Node]) -> None:
    units, partners = _map(data.get("units")), _map(data.get("partners"))
    for name in units.keys() & partners.keys():
        source.complain(join("partners", name), "the key is a unit's already (units and partners are one namespace)")
    for node in tree:
        if node.level == "strategies":
            _refer(source, join(node.path, "responsible"), node.item.get("responsible"), units, "unit")
            everybody = {**units, **partners}
            _refer(source, join(node.path, "partners"), node.item.get("partners"), everybody, "partner or unit")


def _check_types(source: Source, data: dict[str, Any], strategies: set[str]) -> None:
    terms = _map(data.get("terms"))
    for name, value in _map(data.get("activity_types")).items():
        path, kind = join("activity_types", name), _map(value)
        _refer(source, join(path, "counts_to"), kind.get("counts_to"), strategies, "strategy")
        _refer(source, join(path, "tally"), kind.get("tally"), terms, "term")
        for tag, codes in _map(kind.get("by_tag")).items():
            _refer(source, join(join(path, "by_tag"), tag), codes, strategies, "strategy")


def _check_indicator(source: Source, data: dict[str, Any], path: str, item: dict[str, Any]) -> None:
    measured, reported = item.get("measure") is not None, item.get("reported") is not None
    if measured == reported:
        fault = "measure and reported exclude each other" if measured else "measure or reported is missing"
        source.complain(path, fault)
    for name in NARROWING:
        if reported and not measured and item.get(name) is not None:
            source.complain(join(path, name), "narrows a measure; a reported value has none")
    _refer(source, join(path, "of"), item.get("of"), _map(data.get("activity_types")), "activity type")
    _refer(source, join(path, "at"), item.get("at"), _map(data.get("places")), "place")
    _refer_one(source, join(path, "background"), item.get("background"), _map(data.get("terms")), "term")
    for tag in _texts(item.get("tagged")):
        if tag in _texts(item.get("not_tagged")):
            source.complain(join(path, "not_tagged"), f"{tag} is wanted by tagged: nothing can count")


def _check_baseline(source: Source, data: dict[str, Any], codes: set[str]) -> None:
    met: set[str] = set()
    for path, item in _items("", data, "baseline"):
        _refer_one(source, join(path, "of"), item.get("of"), codes, "goal, sub-goal or strategy")
        own = item.get("code")
        if isinstance(own, str) and own in met:
            source.complain(join(path, "code"), f"the code {own} stands twice")
        met |= {own} if isinstance(own, str) else set()


def _check_dates(source: Source, head: dict[str, Any]) -> None:
    begins, ends = head.get("valid_from"), head.get("valid_to")
    if type(begins) is type(ends) and begins is not None and str(ends) < str(begins):
        source.complain("plan.valid_to", f"{ends} is before valid_from, {begins}")


def _tree(data: dict[str, Any]) -> Iterator[Node]:
    """Everything with a code, parents first."""

    def below(path: str, holder: dict[str, Any], depth: int) -> Iterator[Node]:
        for inner, item in _items(path, holder, LEVELS[depth]):
            yield Node(LEVELS[depth], inner, item, holder.get("code"))
            if depth + 1 < len(LEVELS):
                yield from below(inner, item, depth + 1)

    return below("", data, 0)


def _items(path: str, holder: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    inner, items = join(path, name), holder.get(name)
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield join(inner, place), item


def _refer(source: Source, path: str, names: object, known: Collection[str], what: str) -> None:
    for place, name in enumerate(names if isinstance(names, list) else ()):
        _refer_one(source, join(path, place), name, known, what)


def _refer_one(source: Source, path: str, name: object, known: Collection[str], what: str) -> None:
    if isinstance(name, str) and name not in known:
        source.complain(path, f"there is no {what} {name!r} in this file")


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> Iterable[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
