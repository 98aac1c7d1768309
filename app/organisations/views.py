"""The staff's pages of organisations: list, edit, invite members."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.accounts import service as members
from app.accounts.rules import ROLE_NAMES, WITHOUT_ORGANISATION, NoSuchUser, Role
from app.errors import Refused
from app.organisations import hooks, queries, service
from app.organisations.forms import MemberForm, NewOrganisationForm, OrganisationForm, with_description
from app.organisations.queries import OrganisationFact
from app.organisations.rules import KIND_NAMES, Kind, NoSuchOrganisation, State
from app.organisations.service import OrganisationInput
from app.web.access import Permission, requires, staff
from app.web.forms import Form, texts_of
from app.web.locale import staff_languages

blueprint = Blueprint("organisations", __name__, url_prefix="/<lang:lang>/desk/organisations")


@blueprint.get("/")
@requires(Permission.ORGANISATIONS_EDIT)
def index() -> str:
    found = queries.list_organisations(staff().scope(Permission.ORGANISATIONS_EDIT))
    return render_template("organisations/index.html", organisations=found, kinds=KIND_NAMES)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.ORGANISATIONS_CREATE)
def new() -> Response:
    form: Any = with_description(NewOrganisationForm)()
    form.translate_kinds(_)
    if form.validate_on_submit():
        try:
            code = service.create_organisation(form.kind.data, _typed(form), staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The organisation is there. Now somebody who works in it can be invited."), "ok")
            page = "people" if staff().can(Permission.USERS_INVITE) else "edit"
            return redirect(url_for(f"organisations.{page}", code=code))
    return make_response(render_template("organisations/form.html", form=form, organisation=None), form.status)


@blueprint.route("/<code>", methods=["GET", "POST"])
@requires(Permission.ORGANISATIONS_EDIT)
def edit(code: str) -> Response:
    found = _own(code, Permission.ORGANISATIONS_EDIT)
    form: Any = with_description(OrganisationForm)(obj=found)
    if form.validate_on_submit():
        try:
            service.edit_organisation(code, _typed(form), staff().user_id)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "ok")
            return redirect(url_for("organisations.edit", code=code))
    dates = hooks.count_coming_dates[0](found.id) if staff().can(Permission.ORGANISATIONS_CREATE) else 0
    page = render_template("organisations/form.html", form=form, organisation=found, dates=dates)
    return make_response(page, form.status)


@blueprint.post("/<code>/state/<any(approved, suspended):state>")
@requires(Permission.ORGANISATIONS_CREATE)
def change_state(code: str, state: str) -> Response:
    service.set_state(code, state, staff().user_id)
    done = _("The organisation may publish again.") if state == State.APPROVED else _("The organisation is suspended.")
    flash(done, "ok")
    return redirect(url_for("organisations.edit", code=code))


@blueprint.route("/<code>/people", methods=["GET", "POST"])
@requires(Permission.USERS_INVITE)
def people(code: str) -> Response:
    """Who works in the organisation; invite one more."""
    found = _own(code, Permission.USERS_INVITE)
    form = _member_form(_roles_for(found))
    if form.validate_on_submit():
        members.invite(form.email.data, form.role.data, found.id, staff().user_id, form.language.data)
        flash(_("The invitation is on its way. The link works once, for 7 days."), "ok")
        return redirect(url_for("organisations.people", code=code))
    scope = frozenset({found.id})
    page = render_template(
        "organisations/people.html", form=form, organisation=found, members=accounts.list_members(scope),
        invitations=accounts.list_open_invitations(scope), roles=ROLE_NAMES,
    )  # fmt: skip
    return make_response(page, form.status)


@blueprint.route("/municipality/people", methods=["GET", "POST"])
@requires(Permission.USERS_ADMIN)
def everybody() -> Response:
    """All staff; invite to a role of the whole municipality; switch an account off."""
    form = _member_form([role for role in Role if role in WITHOUT_ORGANISATION])
    if form.validate_on_submit():
        members.invite(form.email.data, form.role.data, None, staff().user_id, form.language.data)
        flash(_("The invitation is on its way. The link works once, for 7 days."), "ok")
        return redirect(url_for("organisations.everybody"))
    names = {fact.id: fact.name for fact in queries.list_organisations()}
    page = render_template(
        "organisations/people.html", form=form, organisation=None, members=accounts.list_members(None),
        invitations=accounts.list_open_invitations(None), roles=ROLE_NAMES, names=names,
    )  # fmt: skip
    return make_response(page, form.status)


@blueprint.route("/municipality/people/<user>/off", methods=["GET", "POST"])
@requires(Permission.USERS_ADMIN)
def switch_off(user: str) -> Response:
    """Say what will happen and to whom; only the button does it. Nobody switches off their own account."""
    held = [member for member in accounts.list_members(None) if member.user_code == user and not member.disabled_at]
    if not held or user == staff().code:
        raise NoSuchUser
    form = Form()
    if form.validate_on_submit():
        members.disable(user, staff().user_id)
        flash(_("The account is switched off, and signed out everywhere."), "ok")
        return redirect(url_for("organisations.everybody"))
    names = {fact.id: fact.name for fact in queries.list_organisations()}
    page = render_template(
        "organisations/switch_off.html", form=form, member=held[0], held=held, roles=ROLE_NAMES, names=names
    )
    return make_response(page, form.status)


def _own(code: str, permission: Permission) -> OrganisationFact:
    """The organisation, if it is within reach; another association's looks as if it were not there."""
    found = queries.get_organisation(code)
    scope = staff().scope(permission)
    if scope is not None and found.id not in scope:
        raise NoSuchOrganisation
    return found


def _typed(form: Any) -> OrganisationInput:
    return OrganisationInput(
        name=form.name.data, email=form.email.data or "", phone=form.phone.data or "", website=form.website.data or "",
        description=texts_of(form.description),
    )  # fmt: skip


def _roles_for(found: OrganisationFact) -> list[Role]:
    first = Role.LIBRARIAN if found.kind == Kind.LIBRARY else Role.EDITOR
    return [first, Role.REPORTER] if found.kind == Kind.MUNICIPAL else [first]


def _member_form(roles: list[Role]) -> MemberForm:
    form = MemberForm()
    form.role.choices = [(role.value, _(ROLE_NAMES[role])) for role in roles]
    form.language.choices = [(language.code, language.name) for language in staff_languages()]
    return form
