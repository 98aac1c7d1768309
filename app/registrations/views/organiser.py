"""What the organiser changes for one party: a place out of turn, how many they are, their role."""

from dataclasses import dataclass

from flask import flash, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.activities.queries import OccurrenceFact
from app.errors import Refused
from app.registrations import service
from app.registrations.forms import MoveUpForm, PartySizeForm, RoleForm
from app.registrations.queries import PoolFact, RegistrationFact
from app.registrations.views.blueprint import blueprint
from app.registrations.views.listed import LIST, back_to, date_of, pools_of, registration_of, row_of
from app.registrations.views.shown import pool_line, role_label
from app.web.access import Permission, requires, staff
from app.web.formats import ngettext

PARTY = LIST + "/<registration>"


@dataclass(frozen=True)
class Held:
    """A party of a date, its pool, and the pools that it could have a place in."""

    date: OccurrenceFact
    fact: RegistrationFact
    pool: PoolFact
    pools: list[PoolFact]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(pool.state.code, role_label(pool.state.role)) for pool in self.pools]


@blueprint.get(PARTY + "/change")
@requires(Permission.REGISTRATIONS_EDIT)
def change(code: str, registration: str) -> Response:
    return _page(_held(code, registration))


@blueprint.post(PARTY + "/move-up")
@requires(Permission.REGISTRATIONS_EDIT)
def move_up(code: str, registration: str) -> Response:
    held, form = _held(code, registration), MoveUpForm()
    if form.validate_on_submit():
        try:
            service.move_up(held.fact.code, form.reason.data, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("They have a place now."), "ok")
            return back_to(held.date)
    return _page(_held(code, registration), form)


@blueprint.post(PARTY + "/party")
@requires(Permission.REGISTRATIONS_EDIT)
def change_size(code: str, registration: str) -> Response:
    held, form = _held(code, registration), PartySizeForm()
    if form.validate_on_submit():
        try:
            service.change_party(held.fact.code, form.party_size.data or 1, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The number of people is saved."), "ok")
            return back_to(held.date)
    return _page(_held(code, registration), form)


@blueprint.post(PARTY + "/role")
@requires(Permission.REGISTRATIONS_EDIT)
def change_role(code: str, registration: str) -> Response:
    held = _held(code, registration)
    form = RoleForm(held.choices)
    if form.validate_on_submit():
        try:
            promoted = service.change_role(held.fact.code, form.pool.data, staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The role is saved."), "ok")
            if promoted:
                flash(ngettext("%(num)s party got a place.", "%(num)s parties got a place.", promoted), "ok")
            return back_to(held.date)
    return _page(_held(code, registration), form)


def _held(code: str, registration: str) -> Held:
    """Raises NoSuchOccurrence, NoSuchRegistration."""
    date = date_of(code, Permission.REGISTRATIONS_EDIT)
    pools = pools_of(date)
    fact = registration_of(pools, registration)
    pool = next(each for each in pools if each.state.id == fact.pool_id)
    return Held(date, fact, pool, [each for each in pools if each.state.occurrence_id == pool.state.occurrence_id])


def _page(held: Held, failed: MoveUpForm | PartySizeForm | RoleForm | None = None) -> Response:
    """The three forms as they stand; the one that ``failed`` as it was sent."""
    forms = {
        "reason": MoveUpForm(formdata=None),
        "party": PartySizeForm(formdata=None, party_size=held.fact.party_size),
        "role": RoleForm(held.choices, formdata=None, pool=held.pool.state.code),
    }
    forms["party"].party_size.label.text = _("How many are they?")
    mine = {name: failed if type(failed) is type(form) else form for name, form in forms.items()}
    page = render_template(
        "registrations/change.html", date=held.date, row=row_of(held.fact, held.pool), position=held.fact.position,
        lines=[pool_line(pool) for pool in held.pools], forms=mine, form=failed or forms["party"],
    )  # fmt: skip
    return make_response(page, failed.status if failed else 200)
