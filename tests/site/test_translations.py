"""Every text of the app stands in every catalogue, translated, with its placeholders whole."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
TRANSLATED = ("sv", "ar")  # English is what stands in the code
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_l": None, "N_": None}
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


def ids(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (message,)


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """Every marked text in code and templates (the singular where there is a plural)."""
    found = extract_from_dir(
        ROOT, METHODS, {"templates/**.html": {"encoding": "utf-8"}}, keywords=KEYWORDS, strip_comment_tags=True
    )
    return {ids(message)[0] for path, _line, message, *_rest in found if path.startswith(("app/", "templates/"))}


@pytest.fixture(scope="module", params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = ROOT / "translations" / request.param / "LC_MESSAGES" / "messages.po"
    return read_po(path.open("rb"), locale=request.param)


def test_no_text_is_missing_and_none_is_stale(texts, catalogue):
    known = {ids(message.id)[0] for message in catalogue if message.id}

    assert (texts - known, known - texts) == (set(), set())


def test_every_text_is_translated_in_all_its_forms(catalogue):
    empty = [message.id for message in catalogue if message.id and not all(ids(message.string))]

    assert empty == []


def test_no_placeholder_is_lost_or_invented(catalogue):
    broken = [message.id for message in catalogue if message.id and not _whole(message)]

    assert broken == []


def test_nothing_is_marked_as_doubtful(catalogue):
    assert [message.id for message in catalogue if message.fuzzy] == []


def _whole(message: Message) -> bool:
    """One form has the placeholders of its text; of several ("one day", "two days") some may say the number in words."""
    given = [set(PLACEHOLDER.findall(form)) for form in ids(message.id)]
    forms = [set(PLACEHOLDER.findall(form)) for form in ids(message.string)]
    return all(form <= set().union(*given) for form in forms) if message.pluralizable else forms == given
