"""The organiser's list of a date: who comes, who waits, whom to tell; adding, taking off, writing, changing the places."""

from collections import Counter
from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock
from app.activities import queries as activities
from app.activities.queries import OccurrenceFact
from app.activities.rules import NoSuchOccurrence
from app.codes import new_nonce, normalise_code
from app.errors import Refused
from app.registrations import queries, service
from app.registrations.forms import CapacityForm, PartyForm, PressForm, WriteForm
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
from app.registrations.views.blueprint import blueprint
from app.registrations.views.shown import PoolLine, pool_line
from app.web.access import Permission, requires, staff

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


@dataclass(frozen=True)
class PoolList:
    line: PoolLine
    rows: list[Row]
    needs: list[tuple[str, int]]
    form: CapacityForm


@blueprint.get(LIST)
@requires(Permission.REGISTRATIONS_READ)
def date_list(code: str) -> Response:
    return _list_page(_date(code, Permission.REGISTRATIONS_READ))


@blueprint.post(LIST + "/<pool>/capacity")
@requires(Permission.REGISTRATIONS_EDIT)
def change_capacity(code: str, pool: str) -> Response:
    date = _date(code, Permission.REGISTRATIONS_EDIT)
    fact = _pool(date, pool)
    form = _capacity_form(fact)
    if form.validate_on_submit():
        try:
            promoted = service.change_capacity(fact.state.code, form.capacity.data, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The number of places is saved."), "ok")
            if promoted:
                flash(ngettext("%(num)s party got a place.", "%(num)s parties got a place.", promoted), "ok")
            return _back(date)
    return _list_page(date, form)


@blueprint.route(LIST + "/add", methods=["GET", "POST"])
@requires(Permission.REGISTRATIONS_EDIT)
def add(code: str) -> Response:
    """Somebody stands at the desk, or telephones."""
    date = _date(code, Permission.REGISTRATIONS_EDIT)
    pools = _pools(date)
    form = PartyForm()
    form.offer([(pool.state.code, pool_line(pool).role_label) for pool in pools])
    if form.validate_on_submit():
        try:
            fact = _pool(date, form.pool.data or "")
            receipt = service.add_by_staff(
                fact.state.code, form.party(), form.nonce.data or new_nonce(), staff().user_id
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = {"name": form.name.data, "state": _(STATE_NAMES[receipt.state]), "code": receipt.own_code}
            flash(_("%(name)s: %(state)s. Their code is %(code)s.", **words), "ok")
            return _back(date)
    page = render_template(
        "registrations/add.html", form=form, date=date, lines=[pool_line(pool) for pool in pools]
    )  # fmt: skip
    return make_response(page, form.status)


@blueprint.route(LIST + "/<registration>/cancel", methods=["GET", "POST"])
@requires(Permission.REGISTRATIONS_EDIT)
def take_off(code: str, registration: str) -> Response:
    """Says what will happen; only the button does it."""
    date = _date(code, Permission.REGISTRATIONS_EDIT)
    fact = _registration(date, registration)
    form = PressForm()
    if form.validate_on_submit():
        try:
            service.cancel(fact.code, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The registration is cancelled."), "ok")
            return _back(date)
    page = render_template("registrations/take_off.html", form=form, date=date, fact=fact)
    return make_response(page, form.status)


@blueprint.post(LIST + "/<registration>/told")
@requires(Permission.REGISTRATIONS_EDIT)
def told(code: str, registration: str) -> Response:
    date = _date(code, Permission.REGISTRATIONS_EDIT)
    service.told(_registration(date, registration).code, staff().user_id)
    return _back(date)


@blueprint.route(LIST + "/write", methods=["GET", "POST"])
@requires(Permission.REGISTRATIONS_EDIT)
def write(code: str) -> Response:
    """Write to everybody who has an e-mail address; says first to how many."""
    date = _date(code, Permission.REGISTRATIONS_EDIT)
    pool_ids = [pool.state.id for pool in _pools(date)]
    form = WriteForm()
    if form.validate_on_submit():
        count = service.write_to_all(pool_ids, form.body.data, form.nonce.data or new_nonce(), staff().user_id)
        flash(ngettext("The message goes to %(num)s person.", "The message goes to %(num)s people.", count), "ok")
        return _back(date)
    people = [fact for fact in queries.list_registrations(pool_ids) if fact.state in queries.TAKES_PART]
    count = len(queries.list_recipients(pool_ids))
    page = render_template(
        "registrations/write.html", form=form, date=date, count=count,
        unreachable=sum(1 for fact in people if not fact.email),
    )  # fmt: skip
    return make_response(page, form.status)


def _list_page(date: OccurrenceFact, failed: CapacityForm | None = None) -> Response:
    pools = _pools(date)
    people = queries.list_registrations([pool.state.id for pool in pools])
    lists = [_pool_list(pool, [f for f in people if f.pool_id == pool.state.id], failed) for pool in pools]
    page = render_template(
        "registrations/date_list.html", date=date, lists=lists, form=failed or PressForm(),
        may_edit=_reaches(date, Permission.REGISTRATIONS_EDIT),
        to_tell=sum(1 for each in lists for row in each.rows if row.to_tell),
    )  # fmt: skip
    return make_response(page, failed.status if failed else 200)


def _pool_list(pool: PoolFact, people: list[RegistrationFact], failed: CapacityForm | None) -> PoolList:
    form = _capacity_form(pool)
    mine = failed if failed is not None and failed._prefix == form._prefix else form
    counted = Counter(need for fact in people if fact.state in queries.TAKES_PART for need in fact.needs)
    needs = [(_(NEED_NAMES[Need(need)]), count) for need, count in sorted(counted.items())]
    return PoolList(pool_line(pool), [_row(fact, pool) for fact in people], needs, mine)


def _row(fact: RegistrationFact, pool: PoolFact) -> Row:
    over = pool.terms.ends_at is not None and clock.now() >= pool.terms.ends_at
    needs = [_(NEED_NAMES[Need(need)]) for need in sorted(fact.needs) if need in set(Need)]
    return Row(
        fact.code, fact.name, fact.party_size, needs, fact.state, _(STATE_NAMES[RegistrationState(fact.state)]),
        fact.phone if fact.phone and not fact.email and not over else "",
        _(TO_TELL_NAMES[ToTell(fact.to_tell)]) if fact.to_tell else "", fact.by_staff,
    )  # fmt: skip


def _capacity_form(pool: PoolFact) -> CapacityForm:
    return CapacityForm(prefix=pool.state.code, capacity=pool.state.capacity)


def _date(code: str, permission: Permission) -> OccurrenceFact:
    """The date, if this person's organisation arranges it; otherwise there is no such date."""
    date = activities.get_occurrence(normalise_code(code))
    if not _reaches(date, permission):
        raise NoSuchOccurrence
    return date


def _reaches(date: OccurrenceFact, permission: Permission) -> bool:
    scope = staff().scope(permission)
    return scope is None or date.organisation_id in scope


def _pools(date: OccurrenceFact) -> list[PoolFact]:
    return queries.list_pools([date.id], [date.root_id])


def _pool(date: OccurrenceFact, code: str) -> PoolFact:
    found = next((pool for pool in _pools(date) if pool.state.code == code), None)
    if found is None:
        raise NoSuchPool
    return found


def _registration(date: OccurrenceFact, code: str) -> RegistrationFact:
    fact = queries.find_registration(normalise_code(code))
    if fact is None or fact.pool_id not in {pool.state.id for pool in _pools(date)}:
        raise NoSuchRegistration
    return fact


def _back(date: OccurrenceFact) -> Response:
    return redirect(url_for("registrations.date_list", code=date.code), 303)
