"""The list of a date to take along: on paper for the door, as a file, and what has been done on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.queries import find_names
from app.activities.queries import OccurrenceFact
from app.exports.formats import Format
from app.exports.table import Table
from app.languages import N_, Text
from app.plan import queries as plan
from app.registrations import queries, service
from app.registrations.history import MOST, Step, list_steps
from app.registrations.organising import first_name
from app.registrations.rules import RegistrationState, Role
from app.registrations.views.blueprint import blueprint
from app.registrations.views.listed import LIST, Row, date_of, pools_of, row_of, rows_of
from app.registrations.views.shown import role_label, where
from app.web.access import Permission, requires, staff
from app.web.downloads import download
from app.web.formats import number, text
from app.web.papers import paper

DROP_INS = 15  # empty rows
COLUMNS: tuple[tuple[str, Callable[[Row], Any]], ...] = (
    (N_("Name"), lambda row: row.name or _("(erased)")),
    (N_("How many"), lambda row: row.party_size),
    (N_("Role"), lambda row: row.role),
    (N_("State"), lambda row: row.state_label),
    (N_("Language"), lambda row: row.language),
    (N_("Good to know"), lambda row: row.needs),
    (N_("Phone number"), lambda row: row.phone),
    (N_("Signed up"), lambda row: row.signed_up_at),
)


@dataclass(frozen=True)
class Line:
    """A step in words; empty where nothing is to be said."""

    at: datetime
    sentence: str
    actor: str
    name: str | None
    role: str
    before: str
    after: str
    reason: str


@blueprint.get(LIST + "/sheet")
@requires(Permission.REGISTRATIONS_READ)
def sheet(code: str) -> str:
    """Who has a place, by first name; rows for those who come without sign-up; and boxes for the totals."""
    return _sheet("registrations/sheet.html", code)


@blueprint.get(LIST + "/sheet.pdf")
@requires(Permission.REGISTRATIONS_READ)
def sheet_pdf(code: str) -> Response:
    """The same as a PDF. Raises PdfUnavailable."""
    return paper(_sheet("papers/sheet.html", code), f"samspel-{code}")


def _sheet(template: str, code: str) -> str:
    date = date_of(code, Permission.REGISTRATIONS_READ)
    listed = [(pool, fact) for pool, fact in rows_of(date) if fact.state == RegistrationState.CONFIRMED]
    parties = [
        (first_name(fact.name), fact.party_size, role_label(pool.state.role)) for pool, fact in listed
    ]  # fmt: skip
    with_roles = any(pool.state.role != Role.PARTICIPANT for pool, _fact in listed)
    return render_template(
        template, date=date, where=where(date), parties=parties, with_roles=with_roles,
        people=sum(size for _name, size, _role in parties), drop_ins=DROP_INS, totals=_totals(date),
    )  # fmt: skip


@blueprint.get(LIST + "/history")
@requires(Permission.REGISTRATIONS_READ)
def history(code: str) -> str:
    date = date_of(code, Permission.REGISTRATIONS_READ)
    pools = pools_of(date)
    steps = list_steps(date.code, pools, queries.list_registrations([pool.state.id for pool in pools]))
    actors = {step.actor_id for step in steps if step.actor_id is not None}
    names = find_names(actors) if actors else {}
    lines = [_line(step, names.get(step.actor_id or 0, "")) for step in steps]
    return render_template("registrations/history.html", date=date, lines=lines, most=MOST)


@blueprint.post(LIST + "/file.<any(csv, xlsx):file_format>")
@requires(Permission.REGISTRATIONS_READ)
def list_file(code: str, file_format: str) -> Response:
    """The list as a file, with nothing that the list does not show. By POST: it is logged, and a GET writes nothing."""
    date = date_of(code, Permission.REGISTRATIONS_READ)
    rows = [row_of(fact, pool) for pool, fact in rows_of(date)]
    answer = download(_table(date, rows), Format(file_format))
    service.log_export(date.code, file_format, len(rows), staff().user_id)
    return answer


def _table(date: OccurrenceFact, rows: list[Row]) -> Table:
    named = [{_(heading): value(row) for heading, value in COLUMNS} for row in rows]
    return Table(f"list-{date.code}", tuple(_(heading) for heading, _value in COLUMNS), named)


def _totals(date: OccurrenceFact) -> list[Text]:
    """What is counted at this type of activity, besides all: the short titles of the plan's terms."""
    kind = plan.get_type(date.type_key)
    titles = {term.key: term.title for term in plan.list_terms()}
    short = [
        {code: title.partition(":")[0] for code, title in titles[key].items()} for key in kind.tally if key in titles
    ]
    return [text(title) for title in short]


def _line(step: Step, actor: str) -> Line:
    role = role_label(step.role) if step.role else ""
    return Line(
        step.at, step.sentence, actor, step.name, role, _value(step.before), _value(step.after), step.reason,
    )  # fmt: skip


def _value(value: object) -> str:
    """A role, a number, or that there is no limit."""
    if isinstance(value, int):
        return number(value)
    return role_label(value) if isinstance(value, str) and value in set(Role) else _("no limit")
