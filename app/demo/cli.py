"""``flask demo load`` and ``flask demo races``."""

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup

from app import clock
from app.demo import queries, rules
from app.demo.content import read_content
from app.demo.generator import Demo
from app.demo.races import make_races
from app.demo.service import load_demo
from app.errors import Refused
from app.settings import secret, settings
from config import Environment

demo = AppGroup("demo", help="Invented data of Hässleholm.")
USAGE = 2
TOLD = {
    "organisation": "organisations",
    "place": "places",
    "activity": "activities",
    "occurrence": "dates",
    "seat_pool": "pools",
    "registration": "registrations",
    "attendance_record": "attendance records",
}


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD that exists."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day. Fails with a usage error for 31 February and for anything that is no day."""
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # a day has no zone
        except ValueError:
            self.fail(f"{value} is not a day that exists; write it as 2026-11-22.", param, ctx)


@demo.command("load")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed and day give the same rows.")
@click.option("--occurrences", type=int, help="Dates in all; 1,000 a year unless given.")
@click.option("--registrations", type=int, help="Registrations in all; 5,000 unless given.")
@click.option("--years", type=int, default=2, show_default=True, help="Years back; half a year ahead always.")
@click.option("--today", type=Day(), help="The day on which the demo stands; today unless given.")
def load(seed: int, occurrences: int | None, registrations: int | None, years: int, today: date | None) -> None:
    """Fill an empty database with Hässleholm: places, dates, sign-ups, records, figures."""
    try:
        rules.check_place(settings().env is Environment.PRODUCTION)
        asked = rules.options(seed, today or clock.today(), years, occurrences, registrations)
        loaded = load_demo(asked, secret(), _Progress().tell)
    except Refused as refusal:
        _refuse(refusal)
    else:
        _welcome(loaded)


@demo.command("races")
@click.option("--seats", type=int, default=30, show_default=True, help="Places of each date.")
@click.option("--count", type=int, default=5, show_default=True, help="How many dates.")
def races(seats: int, count: int) -> None:
    """Make coming dates with few places and a waiting list; their codes are the JSON list on the last line."""
    try:
        rules.check_place(settings().env is Environment.PRODUCTION)
        codes = make_races(seats, count)
    except Refused as refusal:
        _refuse(refusal)
    else:
        click.echo(f"{count} dates with {seats} places each, open for sign-up:")
        click.echo(json.dumps(codes))


@demo.command("sign-ins")
def sign_ins() -> None:
    """Whom to sign in as, where the demo is loaded."""
    known = queries.list_known_emails(_emails())
    if known:
        _tell_sign_ins(known)
    else:
        click.echo("The demo is not loaded: nobody has a known password.")


class _Progress:
    """One line a table, and one each tenth of a long one."""

    def __init__(self) -> None:
        self.told: dict[str, int] = {}

    def tell(self, table: str, done: int, total: int) -> None:
        tenth = 10 * done // total if total else 10
        if table not in TOLD or tenth <= self.told.get(table, -1):
            return
        if tenth < 10 and table not in {"registration", "occurrence"}:
            return
        self.told[table] = tenth
        click.echo(f"{TOLD[table]}: {done:,} of {total:,} ({100 * done // total if total else 100} %)")


def _refuse(refusal: Refused) -> None:
    click.echo(f"{refusal} Nothing was loaded.", err=True)
    raise SystemExit(USAGE)


def _welcome(loaded: Demo) -> None:
    click.echo(f"Done: {loaded.options.occurrences:,} dates and {loaded.options.registrations:,} registrations.")
    _tell_sign_ins(_emails())
    if loaded.has_link:
        click.echo(f"A host's link counts at /sv/count/{loaded.link.token} with the PIN {loaded.link.pin}.")


def _emails() -> list[str]:
    return [entry["email"] for entry in read_content().staff["sign_ins"]]


def _tell_sign_ins(known: list[str]) -> None:
    click.echo(f"Sign in with the password {rules.PASSWORD} as:")
    for entry in read_content().staff["sign_ins"]:
        if entry["email"] in known:
            click.echo(f"  {entry['email']} ({entry['role']})")
