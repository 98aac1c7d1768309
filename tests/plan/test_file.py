"""What somebody who writes a plan file by hand is told."""

import pytest

from app.plan.file.reader import HASSLEHOLM, read_plan_file
from app.plan.file.source import LIMIT_BYTES
from app.plan.rules import PlanFileInvalid

SMALL = """\
plan: {code: small, title: {en: Small}, valid_from: 2020-01-01}
terms:
  newcomer: {en: Newcomer, years: 2}
units:
  kff: {name: Culture, board: Board}
places: {square: The square}
partners: {ngo: Associations}
activity_types:
  cafe: {en: Café, counts_to: [1a.1], tally: [newcomer], by_tag: {big: [1a.1]}}
goals:
  - code: "1"
    title: {en: Meet}
    subgoals:
      - code: 1a
        title: {en: More meetings}
        strategies:
          - code: 1a.1
            title: {en: Cafés}
            responsible: [kff]
            partners: [ngo, kff]
            actions: [{en: Talk, until: 2021}]
            indicators:
              - {code: 1a.1-a, title: {en: Visits}, measure: participants, of: [cafe], at: [square], background: newcomer}
              - {code: 1a.1-b, title: {en: Happy}, reported: share, target: {share: 1.0}}
baseline:
  - {code: start, of: 1a, title: {en: Before}, values: {"2019": 0.5}}
"""


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(PlanFileInvalid) as refused:
        read_plan_file(content)
    return [str(problem) for problem in refused.value.problems]


def changed(old: str, new: str) -> bytes:
    assert old in SMALL
    return SMALL.replace(old, new).encode()


def test_a_small_plan_is_read_whole():
    plan = read_plan_file(SMALL.encode())

    assert plan.code == "small"
    assert plan.facts["places"] == {"square": "The square"}
    assert plan.facts["valid_from"] == "2020-01-01"
    assert plan.sections["strategies"]["1a.1"]["details"]["actions"] == [{"en": "Talk", "until": 2021}]
    assert plan.sections["indicators"]["1a.1-a"]["details"]["at"] == ["square"]
    assert plan.baseline[0]["values"] == {"2019": 0.5}


def test_the_plan_of_hassleholm_is_read_whole():
    sections = read_plan_file(HASSLEHOLM.read_bytes()).sections

    assert {name: len(rows) for name, rows in sections.items()} == {
        "terms": 6, "partners": 20, "goals": 4, "subgoals": 8, "strategies": 21, "indicators": 39, "types": 13,
    }  # fmt: skip
    assert sum(row["computed"] for row in sections["indicators"].values()) == 19


WRONG = {
    "unknown key at the top": ("places:", "spaces:", "line 6, spaces: unknown key"),
    "unknown key in the plan": ("code: small,", "code: small, color: red,", "line 1, plan.color: unknown key"),
    "unknown key deep down": ("reported: share", "reported: share, sum: 1", "indicators[1].sum: unknown key"),
    "unknown language": ("{en: Meet}", "{en: Meet, xx: Hej}", "line 12, goals[0].title.xx: unknown language"),
    "unknown language of a term": ("{en: Newcomer,", "{xx: Ny,", "line 3, terms.newcomer.xx: unknown key"),
    "no text at all": ("{en: Meet}", "{}", "line 12, goals[0].title: a text is missing"),
    "empty text": ("{en: Meet}", '{en: ""}', "goals[0].title.en: the text is empty"),
    "missing title": ("    title: {en: Meet}\n", "", "line 11, goals[0]: title is missing"),
    "missing section": ("activity_types:", "partners_:", "activity_types is missing"),
    "nothing where a map should be": ("{name: Culture, board: Board}", "", "units.kff: expected a map, found nothing"),
    "list instead of a map": ("title: {en: Meet}", "title: [Meet]", "goals[0].title: expected a map, found a list"),
    "text instead of a list": ("responsible: [kff]", "responsible: kff", "responsible: expected a list, found a text"),
    "number instead of a text": ("{en: Meet}", "{en: 5}", "title.en: expected a text, found a whole number"),
    "code without quotes": ('code: "1"', "code: 1", 'goals[0].code: expected a text, found a whole number; write it in quotes'),
    "code with a space": ("code: 1a\n", "code: 1 a\n", "'1 a': a code has letters"),
    "code that is too long": ("code: 1a.1-b", f"code: 1a.1-{'b' * 20}", "longer than 20 characters"),
    "key with capitals": ("  cafe:", "  Cafe:", "activity_types.Cafe: 'Cafe': a key has small letters"),
    "text that is too long": ("name: Culture", f"name: {'x' * 201}", "units.kff.name: longer than 200 characters"),
    "flag that is a word": ("reported: share", "added: maybe, reported: share", "added: expected true or false, found a text"),
    "no goals": (SMALL[SMALL.index("goals:") : SMALL.index("baseline:")], "goals: []\n", "goals: the list is empty"),
    "the same code twice": ("code: 1a.1-b", "code: 1a.1-a", "strategies[0].indicators[1].code: the code 1a.1-a stands twice"),
    "the same baseline twice": (
        "\nbaseline:\n", '\nbaseline:\n  - {code: start, title: {en: B}, values: {"2019": 1}}\n', "the code start stands twice",
    ),
    "the same key twice": ("  cafe:", "  cafe: {en: Tea}\n  cafe:", "line 10, activity_types.cafe: the key stands twice"),
    "sub-goal under another goal": ("code: 1a\n", "code: 2a\n", "the code 2a does not nest under 1"),
    "strategy under another sub-goal": ("code: 1a.1\n", "code: 1b.1\n", "the code 1b.1 does not nest under 1a"),
    "indicator under another strategy": ("code: 1a.1-b", "code: 1a.2-b", "the code 1a.2-b does not nest under 1a.1"),
    "unknown unit": ("responsible: [kff]", "responsible: [abc]", "strategies[0].responsible[0]: there is no unit 'abc'"),
    "partner as responsible": ("responsible: [kff]", "responsible: [ngo]", "there is no unit 'ngo'"),
    "unknown partner": ("partners: [ngo, kff]", "partners: [abc]", "there is no partner or unit 'abc'"),
    "unit and partner of one key": ("{ngo: Associations}", "{ngo: A, kff: B}", "partners.kff: the key is a unit's already"),
    "unknown type": ("of: [cafe]", "of: [tea]", "of[0]: there is no activity type 'tea'"),
    "unknown place": ("at: [square]", "at: [moon]", "at[0]: there is no place 'moon'"),
    "unknown background": ("background: newcomer", "background: old", "background: there is no term 'old'"),
    "unknown term in a tally": ("tally: [newcomer]", "tally: [old]", "tally[0]: there is no term 'old'"),
    "unknown strategy": ("counts_to: [1a.1]", "counts_to: [9z.9]", "cafe.counts_to[0]: there is no strategy '9z.9'"),
    "unknown strategy of a tag": ("big: [1a.1]", "big: [9z.9]", "by_tag.big[0]: there is no strategy '9z.9'"),
    "unknown start of a baseline": ("of: 1a,", "of: 9z,", "baseline[0].of: there is no goal, sub-goal or strategy '9z'"),
    "unknown measure": ("measure: participants", "measure: persons", "measure: 'persons' is not one of groups, members"),
    "unknown kind": ("reported: share", "reported: percent", "reported: 'percent' is not one of count, share"),
    "both measure and reported": ("reported: share", "reported: share, measure: loans", "exclude each other"),
    "neither measure nor reported": ("reported: share, ", "", "measure or reported is missing"),
    "narrowing of a reported value": ("reported: share", "reported: share, of: [cafe]", "of: narrows a measure"),
    "tag wanted and unwanted": ("of: [cafe]", "of: [cafe], tagged: [a], not_tagged: [a]", "nothing can count"),
    "unknown way of signing up": ("{en: Café,", "{en: Café, signup: maybe,", "signup: 'maybe' is not one of none, optional"),
    "unknown channel": ("{en: Café,", "{en: Café, channel: [fax],", "channel[0]: 'fax' is not one of visit, call"),
    "unknown outcome": ("{en: Café,", "{en: Café, outcome: [fun],", "outcome[0]: 'fun' is not one of loans, hours"),
    "unknown group": ("{en: Café,", "{en: Café, group_is: date,", "group_is: 'date' is not one of series"),
    "target of two kinds": ("{share: 1.0}", "{share: 1.0, by: 2020}", "target: a target is one of"),
    "target of no kind": ("{share: 1.0}", "{}", "target: a target is one of"),
    "target that is a number": ("target: {share: 1.0}", "target: 5", "target: expected a map, found a whole number"),
    "share above all": ("{share: 1.0}", "{share: 80}", "target.share: 80.0 is out of range (0 to 1)"),
    "least that is infinite": ("{share: 1.0}", "{at_least: .inf}", "at_least: inf is out of range"),
    "year that is none": ("until: 2021", "until: 21", "until: 21 is not a year"),
    "figure without a year": ('{"2019": 0.5}', "{then: 0.5}", "values.then: unknown key"),
    "figure that is a word": ('{"2019": 0.5}', '{"2019": half}', "values.2019: expected a number, found a text"),
    "years below one": ("years: 2", "years: 0", "terms.newcomer.years: 0 is out of range (1 to 100)"),
    "day that does not exist": ("2020-01-01", "2019-02-31", "line 1, plan.valid_from: there is no day 2019-02-31"),
    "day that is a word": ("2020-01-01", "soon", "plan.valid_from: expected a date such as 2019-11-20, found a text ('soon')"),
    "time instead of a day": ("2020-01-01", "2020-01-01T10:00:00Z", "expected a date such as 2019-11-20, found a point in time"),
    "valid backwards": ("2020-01-01", "2020-01-01, valid_to: 2019-01-01", "plan.valid_to: 2019-01-01 is before valid_from"),
    "alias": ("{en: Meet}", "&a {en: *a}", "title.en: YAML aliases (*name) are not allowed"),
    "tag of a program": ("{en: Meet}", '{en: !!python/object:os.system "ls"}', "title.en: the YAML tag"),
    "half a character": ("{en: Meet}", r'{en: "\ud800"}', "title.en: half of a surrogate pair"),
    "a key that is a list": ("places: {square", "places: {? [a] : b, square", "line 6, places: a key must be a word"),
    "a number without end": ("years: 2", "years: 1" + "0" * 5000, "terms.newcomer.years: 1000000000"),
    "deep nesting": ("{en: Meet}", "{en: " + "[" * 40 + "]" * 40 + "}", "nested too deep"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_told_with_its_line_and_key(old, new, told):
    found = problems_of(changed(old, new))

    assert any(told in problem for problem in found), found


def test_every_mistake_is_told_at_once():
    content = SMALL.replace("reported: share", "reported: percent").replace("{en: Meet}", "{xx: Hi}")

    found = problems_of(content.replace("responsible: [kff]", "responsible: [abc]").encode())

    assert [problem.split(":")[0] for problem in found] == [
        "line 12, goals[0].title",
        "line 12, goals[0].title.xx",
        "line 19, goals[0].subgoals[0].strategies[0].responsible[0]",
        "line 24, goals[0].subgoals[0].strategies[0].indicators[1].reported",
    ]


UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "only a comment": (b"# nothing yet\n", "the file is empty"),
    "a list": (b"- 1\n", "expected a map, found a list"),
    "a word": (b"plan\n", "expected a map, found a text"),
    "latin-1": (SMALL.encode("latin-1"), "line 9: byte 17 (0xE9, 'é' in ISO 8859-1) is not UTF-8"),
    "utf-16": (SMALL.encode("utf-16"), "the file is UTF-16; save it as UTF-8"),
    "not YAML": (b"plan: {code: a\ngoals: [\n", "line 2: not YAML"),
    "a tab": (b"plan:\n\tcode: a\n", "line 2: not YAML"),
    "control characters": (b"plan:\n  code: \x01\n", "line 2: a character that YAML does not allow"),
    "two documents": (b"plan: 1\n---\nplan: 2\n", "line 2: not YAML"),
    "an alias to nowhere": (b"plan: *x\n", "line 1: not YAML"),
    "too deep": (b"[" * 5000, "nested too deep"),
    "too much of everything": (b"a: b\n" * 300_000, "more than 20000 lines, commas, colons and brackets"),
    "too large": (b"#" * (LIMIT_BYTES + 1), "the file is larger than 2 MB"),
}


@pytest.mark.parametrize(("content", "told"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_is_no_plan_at_all_is_refused(content, told):
    found = problems_of(content)

    assert any(told in problem for problem in found), found


def test_aliases_of_aliases_cost_no_memory():
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    found = problems_of("\n".join(levels).encode())

    assert len([problem for problem in found if "aliases" in problem]) == 9 * 29


def test_a_byte_order_mark_is_no_mistake():
    assert read_plan_file(b"\xef\xbb\xbf" + SMALL.encode()).code == "small"


def test_what_the_strategy_no_longer_names_is_inherited_downwards():
    sections = read_plan_file(
        changed("title: {en: More meetings}", "in_strategy: false\n        title: {en: M}")
    ).sections

    assert "in_strategy" not in sections["goals"]["1"]["details"]
    for section, code in (("subgoals", "1a"), ("strategies", "1a.1"), ("indicators", "1a.1-a")):
        assert sections[section][code]["details"]["in_strategy"] is False


DECIDED = {
    "goals": ("    title: {en: Meet}", "    wording: Vi ses\n    title: {en: Meet}"),
    "subgoals": ("        title: {en: More meetings}", "        wording: Vi ses\n        title: {en: More meetings}"),
    "strategies": (
        "            title: {en: Cafés}",
        "            wording: {sv: Vi ses}\n            title: {en: Cafés}",
    ),
    "indicators": ("{code: 1a.1-b,", "{code: 1a.1-b, wording: Vi ses,"),
}


@pytest.mark.parametrize(("section", "old", "new"), [(section, *texts) for section, texts in DECIDED.items()])
def test_the_decided_wording_is_kept_on_every_level(section, old, new):
    plan = read_plan_file(changed(old, new))

    assert list(plan.sections[section].values())[-1]["details"]["wording"] == {"sv": "Vi ses"}


def test_the_decided_wording_of_an_action_is_kept():
    plan = read_plan_file(changed("{en: Talk,", "{en: Talk, wording: Vi ses,"))

    assert plan.sections["strategies"]["1a.1"]["details"]["actions"][0]["wording"] == {"sv": "Vi ses"}


def test_what_is_left_empty_is_as_if_it_were_not_there():
    plan = read_plan_file(changed("actions: [{en: Talk, until: 2021}]", "actions:"))

    assert plan.sections["strategies"]["1a.1"]["details"]["actions"] is None
