"""What the pages say of data, cookies and access follows the settings and the law."""

import pytest

from app.catalogue.views.statements import COOKIES
from app.factory import create_app
from app.languages import LANGUAGES
from config import Environment, Settings
from tests.databases import test_settings as settings_for
from tests.registrations.build import make_date

DECISIONS = {
    f"{kind}_decision": f"KFN 2026:{number}"
    for number, kind in enumerate(("contact", "name", "log", "audit", "backup"))
}
PRODUCTION = {
    "env": Environment.PRODUCTION, "base_url": "https://samspel.example", "smtp_url": "smtp://mail.example",
    "secret_key": "k" * 40,
}  # fmt: skip


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_kept_how_long_and_by_which_decision(tmp_path, code):
    app = create_app(settings_for(tmp_path, "sqlite://", contact_days=9, **DECISIONS))

    text = app.test_client().get(f"/{code}/privacy").text

    assert all(decision in text for decision in DECISIONS.values())
    assert "9" in text.partition(DECISIONS["contact_decision"])[0].rpartition("<li>")[2]


def test_where_no_decision_is_noted_the_page_says_so(client):
    assert client.get("/en/privacy").text.count("No records decision is noted yet.") == 5


def test_the_form_says_the_days_that_the_settings_say(app, client, people):
    page = client.get(f"/en/occurrences/{make_date(people).code}/sign-up")

    assert "Your contact is erased 14 days after the activity, your name after 30 days." in page.text


@pytest.mark.parametrize(("decisions", "warned"), [({}, 1), ({"contact_decision": "1"}, 1), (DECISIONS, 0)])
def test_production_warns_on_every_start_where_a_decision_is_missing(tmp_path, capsys, decisions, warned):
    configured = settings_for(tmp_path, "sqlite://", log_level="WARNING", **{**PRODUCTION, **decisions})

    create_app(configured)

    told = capsys.readouterr().err
    assert (told.count("no records decision"), told.count("SAMSPEL_NAME_DECISION")) == (warned, warned)


def test_development_is_quiet(tmp_path, capsys):
    create_app(Settings(_env_file=None, instance=tmp_path))

    assert capsys.readouterr().err == ""


def test_the_statement_says_what_the_law_asks(client):
    page = client.get("/sv/accessibility")

    for asked in ("2018:1937", "WCAG 2.2", "24 november 2026", "Digg"):
        assert asked in page.text
    assert {"https://www.digg.se", "mailto:tillganglighet@hassleholm.example"} <= set(page.links().values())
    assert "/sv/accessibility/report" in page.links().values()


def test_every_cookie_is_told(client):
    assert client.get("/en/cookies").text.count("How long") == len(COOKIES)
