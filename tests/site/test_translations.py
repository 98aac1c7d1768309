"""Every text stands in every catalogue; what residents read is translated in every language, what staff read in theirs."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.factory import create_app
from app.languages import LANGUAGES, Language
from app.settings import settings
from tests.client import InspectingClient
from tests.site.crawl import Crawl
from tests.site.readers import is_for_residents
from tests.site.town import load_town, reader

ROOT = Path(__file__).parents[2]
TRANSLATED = tuple(one.babel for one in LANGUAGES.values() if one.code != "en")  # English is what stands in the code
OF_STAFF = {one.babel for one in LANGUAGES.values() if one.staff}
OTHERS = [one.code for one in LANGUAGES.values() if not one.staff]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_l": None, "N_": None}
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(style|script|svg)\b.*?</\1>", re.DOTALL)
SHOWN = re.compile(r"(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"|>([^<]*)<")
WORD = re.compile(r"[^\W\d_]{2,}")
# Names, which are the same in every language.
NAMES = set(
    [
        "Samspel",
        "Myndigheten",
        "för",
        "digital",
        "förvaltning",
        "Digg",
        "digg",
        "se",
        "Integritetsskyddsmyndigheten",
        "imy",
        "CSV",
        "JSON",
    ]
)


def ids(message: str | tuple[str, ...]) -> tuple[str, ...]:
    return message if isinstance(message, tuple) else (message,)


@pytest.fixture(scope="module")
def texts() -> dict[str, set[str]]:
    """Every marked text in code and templates (the singular where there is a plural), and the files it stands in."""
    found = extract_from_dir(
        ROOT, METHODS, {"templates/**.html": {"encoding": "utf-8"}}, keywords=KEYWORDS, strip_comment_tags=True
    )
    texts: dict[str, set[str]] = {}
    for path, _line, message, *_rest in found:
        if path.startswith(("app/", "templates/")):
            texts.setdefault(ids(message)[0], set()).add(path)
    return texts


@pytest.fixture(scope="module", params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    path = ROOT / "translations" / request.param / "LC_MESSAGES" / "messages.po"
    return read_po(path.open("rb"), locale=request.param)


def test_no_text_is_missing_and_none_is_stale(texts, catalogue):
    known = {ids(message.id)[0] for message in catalogue if message.id}

    assert (texts.keys() - known, known - texts.keys()) == (set(), set())


def test_every_text_is_translated_in_all_its_forms(texts, catalogue):
    empty = [ids(message.id)[0] for message in catalogue if message.id and not all(ids(message.string))]

    needed = {text for text in empty if str(catalogue.locale) in OF_STAFF or any(map(is_for_residents, texts[text]))}
    assert needed == set()


def test_eleven_takes_the_accusative_in_arabic():
    """One person more than ten is "11 شخصًا", and a hundred are "100 شخص": the forms stand as the catalogue counts them."""
    with (ROOT / "translations/ar/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="ar")
    eleven, hundred = map(gettext.c2py(catalogue.plural_expr), (11, 100))

    forms = {ids(one.id)[1]: one.string for one in catalogue if one.id and len(ids(one.id)) > 1}
    assert [many for many, string in forms.items() if len(string[eleven]) < len(string[hundred])] == []


def test_no_placeholder_is_lost_or_invented(catalogue):
    broken = [message.id for message in catalogue if message.id and message.string and not _whole(message)]

    assert broken == []


def test_nothing_is_marked_as_doubtful(catalogue):
    assert [message.id for message in catalogue if message.fuzzy] == []


def test_no_text_of_a_template_is_unmarked():
    unmarked = {}
    for path in [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]:
        shown = SHOWN.findall(f">{CODE.sub('', path.read_text())}<")
        words = {word for pair in shown for text in pair for word in WORD.findall(text)} - NAMES
        if words - {"data", "state"}:
            unmarked[path.name] = words

    assert unmarked == {}


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("kind", ["visitor", "participant"])
def test_no_resident_meets_a_text_that_is_not_translated(app, monkeypatch, code, kind):
    client, language, starts = reader(app, f"{kind}-{code}", load_town())
    missed = note_what_is_missing(monkeypatch)

    pages = [seen for seen in Crawl(app, client, language).walk(*starts).visited if seen.is_page]

    assert len(pages) > 8
    assert missed == set()


def note_what_is_missing(monkeypatch):
    """The texts that a catalogue is asked for and does not have, from now on; that of English has none, and the calendar
    of holidays is asked for what is written in it already."""
    missed, real = set(), gettext.GNUTranslations.gettext

    def look(catalogue, message):
        about = catalogue.info()
        ours = about.get("language") != "en" and not about.get("project-id-version", "").startswith("Holidays")
        if ours and message not in catalogue._catalog:
            missed.add(message)
        return real(catalogue, message)

    monkeypatch.setattr(gettext.GNUTranslations, "gettext", look)
    for name in ("ugettext", "gettext"):
        monkeypatch.setattr("babel.support.Translations." + name, look, raising=False)
    return missed


def test_an_eighth_language_is_a_folder_and_a_line(app, people, monkeypatch, tmp_path, texts):
    monkeypatch.setitem(LANGUAGES, "eo", Language("eo", "eo", "Esperanto"))
    make_catalogue(tmp_path / "eo" / "LC_MESSAGES", texts)
    eighth = create_app(settings().model_copy(update={"languages": "sv,eo"}))
    eighth.extensions["babel"].translation_directories.append(str(tmp_path))
    client = InspectingClient(eighth)

    page = client.get("/eo/activities")

    assert page.tree.get("lang") == "eo"
    assert "⟦" in page.h1
    assert "Esperanto" in client.get("/sv/").html
    left = re.sub(r"⟦[^⟧]*⟧", "", page.html)
    assert [text for text in texts if text.count(" ") > 2 and text in left] == []
    assert client.raw("/eo/desk/").location.startswith("/sv/")


def make_catalogue(folder, texts):
    """Every text in brackets."""
    folder.mkdir(parents=True)
    made = Catalog(locale="eo")
    for text in texts:
        made.add(text, f"⟦{text}⟧")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, made)


def _whole(message: Message) -> bool:
    """One form has the placeholders of its text; of several ("one day", "two days") some may say the number in words."""
    given = [set(PLACEHOLDER.findall(form)) for form in ids(message.id)]
    forms = [set(PLACEHOLDER.findall(form)) for form in ids(message.string)]
    return all(form <= set().union(*given) for form in forms) if message.pluralizable else forms == given
