"""What the staff's pages about the list of a date share: the date within reach, its pools, and a party as a row."""

from dataclasses import dataclass
from datetime import datetime

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.activities import queries as activities
from app.activities.queries import OccurrenceFact
from app.activities.rules import NoSuchOccurrence
from app.codes import normalise_code
from app.languages import LANGUAGES
from app.registrations import queries
from app.registrations.queries import PoolFact, RegistrationFact
from app.registrations.rules import (
    NEED_NAMES,
    STATE_NAMES,
    TO_TELL_NAMES,
    Need,
    NoSuchPool,
    NoSuchRegistration,
    RegistrationState,
    ToTell,
)
from app.registrations.views.shown import role_label
from app.web.access import Permission, staff

LIST = "/desk/occurrences/<code>/registrations"


@dataclass(frozen=True)
class Row:
    """One party as the host sees it: no e-mail address; a phone number only where there is nothing else, until the end."""

    code: str
    name: str | None
    party_size: int
    needs: list[str]
    state: str
    state_label: str
    phone: str
    to_tell: str
    by_staff: bool
    role: str
    language: str
    signed_up_at: datetime


def row_of(fact: RegistrationFact, pool: PoolFact) -> Row:
    """A party in the reader's words."""
    over = pool.terms.ends_at is not None and clock.now() >= pool.terms.ends_at
    needs = [_(NEED_NAMES[Need(need)]) for need in sorted(fact.needs) if need in set(Need)]
    return Row(
        fact.code, fact.name, fact.party_size, needs, fact.state, _(STATE_NAMES[RegistrationState(fact.state)]),
        fact.phone if fact.phone and not fact.email and not over else "",
        _(TO_TELL_NAMES[ToTell(fact.to_tell)]) if fact.to_tell else "", fact.by_staff,
        role_label(pool.state.role), LANGUAGES[fact.language].name if fact.language in LANGUAGES else fact.language,
        fact.queued_at,
    )  # fmt: skip


def date_of(code: str, permission: Permission) -> OccurrenceFact:
    """The date, if this person's organisation arranges it; otherwise there is no such date. Raises NoSuchOccurrence."""
    date = activities.get_occurrence(normalise_code(code))
    if not reaches(date, permission):
        raise NoSuchOccurrence
    return date


def reaches(date: OccurrenceFact, permission: Permission) -> bool:
    """Whether this person's ``permission`` holds for the organisation of the date."""
    scope = staff().scope(permission)
    return scope is None or date.organisation_id in scope


def pools_of(date: OccurrenceFact) -> list[PoolFact]:
    """The pools of the date and of its whole series."""
    return queries.list_pools([date.id], [date.root_id])


def pool_of(date: OccurrenceFact, code: str) -> PoolFact:
    """One of them by its code. Raises NoSuchPool."""
    found = next((pool for pool in pools_of(date) if pool.state.code == code), None)
    if found is None:
        raise NoSuchPool
    return found


def registration_of(pools: list[PoolFact], code: str) -> RegistrationFact:
    """A registration in one of these pools. Raises NoSuchRegistration."""
    fact = queries.find_registration(normalise_code(code))
    if fact is None or fact.pool_id not in {pool.state.id for pool in pools}:
        raise NoSuchRegistration
    return fact


def rows_of(date: OccurrenceFact) -> list[tuple[PoolFact, RegistrationFact]]:
    """Everybody on the list of the date, pool by pool, in the list's order."""
    pools = pools_of(date)
    people = queries.list_registrations([pool.state.id for pool in pools])
    return [(pool, fact) for pool in pools for fact in people if fact.pool_id == pool.state.id]


def back_to(date: OccurrenceFact) -> Response:
    """To the list."""
    return redirect(url_for("registrations.date_list", code=date.code), 303)
