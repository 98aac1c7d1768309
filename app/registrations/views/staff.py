"""The organiser's list of a date: who comes, who waits, whom to tell; adding, taking off, writing, changing the places."""

from collections import Counter
from dataclasses import dataclass

from flask import flash, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities.queries import OccurrenceFact
from app.codes import new_nonce
from app.errors import Refused
from app.registrations import queries, service
from app.registrations.forms import CapacityForm, PartyForm, PressForm
from app.registrations.queries import PoolFact, RegistrationFact
from app.registrations.rules import NEED_NAMES, STATE_NAMES, Need
from app.registrations.views.blueprint import blueprint
from app.registrations.views.listed import (
    LIST,
    Row,
    back_to,
    date_of,
    pool_of,
    pools_of,
    reaches,
    registration_of,
    row_of,
)
from app.registrations.views.shown import PoolLine, pool_line
from app.web.access import Permission, requires, staff
from app.web.formats import ngettext


@dataclass(frozen=True)
class PoolList:
    line: PoolLine
    rows: list[Row]
    needs: list[tuple[str, int]]
    form: CapacityForm


@blueprint.get(LIST)
@requires(Permission.REGISTRATIONS_READ)
def date_list(code: str) -> Response:
    return _list_page(date_of(code, Permission.REGISTRATIONS_READ))


@blueprint.post(LIST + "/<pool>/capacity")
@requires(Permission.REGISTRATIONS_EDIT)
def change_capacity(code: str, pool: str) -> Response:
    date = date_of(code, Permission.REGISTRATIONS_EDIT)
    fact = pool_of(date, pool)
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
            return back_to(date)
    return _list_page(date, form)


@blueprint.route(LIST + "/add", methods=["GET", "POST"])
@requires(Permission.REGISTRATIONS_EDIT)
def add(code: str) -> Response:
    """Somebody stands at the desk, or telephones."""
    date = date_of(code, Permission.REGISTRATIONS_EDIT)
    pools = pools_of(date)
    form = PartyForm()
    form.party_size.label.text = _("How many are they?")
    form.language.label.text = _("Language of messages to the person")
    form.offer([(pool.state.code, pool_line(pool).role_label) for pool in pools])
    if form.validate_on_submit():
        try:
            fact = pool_of(date, form.pool.data or "")
            receipt = service.add_by_staff(
                fact.state.code, form.party(), form.nonce.data or new_nonce(), staff().user_id
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = {"name": form.name.data, "state": _(STATE_NAMES[receipt.state]), "code": receipt.own_code}
            flash(_("%(name)s: %(state)s. Their code is %(code)s.", **words), "ok")
            return back_to(date)
    page = render_template(
        "registrations/add.html", form=form, date=date, lines=[pool_line(pool) for pool in pools]
    )  # fmt: skip
    return make_response(page, form.status)


@blueprint.route(LIST + "/<registration>/cancel", methods=["GET", "POST"])
@requires(Permission.REGISTRATIONS_EDIT)
def take_off(code: str, registration: str) -> Response:
    """Says what will happen; only the button does it."""
    date = date_of(code, Permission.REGISTRATIONS_EDIT)
    fact = registration_of(pools_of(date), registration)
    form = PressForm()
    if form.validate_on_submit():
        try:
            service.cancel(fact.code, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The registration is cancelled."), "ok")
            return back_to(date)
    page = render_template("registrations/take_off.html", form=form, date=date, fact=fact)
    return make_response(page, form.status)


@blueprint.post(LIST + "/<registration>/told")
@requires(Permission.REGISTRATIONS_EDIT)
def told(code: str, registration: str) -> Response:
    date = date_of(code, Permission.REGISTRATIONS_EDIT)
    service.told(registration_of(pools_of(date), registration).code, staff().user_id)
    return back_to(date)


def _list_page(date: OccurrenceFact, failed: CapacityForm | None = None) -> Response:
    pools = pools_of(date)
    people = queries.list_registrations([pool.state.id for pool in pools])
    lists = [_pool_list(pool, [f for f in people if f.pool_id == pool.state.id], failed) for pool in pools]
    page = render_template(
        "registrations/date_list.html", date=date, lists=lists, form=failed or PressForm(),
        may_edit=reaches(date, Permission.REGISTRATIONS_EDIT),
        to_tell=sum(1 for each in lists for row in each.rows if row.to_tell),
    )  # fmt: skip
    return make_response(page, failed.status if failed else 200)


def _pool_list(pool: PoolFact, people: list[RegistrationFact], failed: CapacityForm | None) -> PoolList:
    form = _capacity_form(pool)
    mine = failed if failed is not None and failed._prefix == form._prefix else form
    counted = Counter(need for fact in people if fact.state in queries.TAKES_PART for need in fact.needs)
    needs = [(_(NEED_NAMES[Need(need)]), count) for need, count in sorted(counted.items())]
    return PoolList(pool_line(pool), [row_of(fact, pool) for fact in people], needs, mine)


def _capacity_form(pool: PoolFact) -> CapacityForm:
    return CapacityForm(prefix=pool.state.code, capacity=pool.state.capacity)
