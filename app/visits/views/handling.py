"""One visit: what is known of it, who to call, and what the library answers. What is pressed acts only on what was shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import clock
from app.attendance import queries as attendance
from app.errors import Refused
from app.places import queries as places
from app.schedule.spans import Span
from app.visits import groups, openings, queries, service
from app.visits.facts import OfferFact, OtherVisit, VisitFact
from app.visits.forms.staff import AcceptForm, GroupForm, NewcomersForm, NoteForm, ReasonForm, SeenForm
from app.visits.groups import GroupFact
from app.visits.history import list_done
from app.visits.recognition import GroupName, suggest
from app.visits.rules import ChangedMeanwhile, NotPossibleNow, Step, VisitState, can
from app.visits.views.blueprint import blueprint
from app.visits.views.reach import NAMES, handles, slot_markup, standing, visit_of
from app.web.access import Permission, requires, staff
from app.web.drawing import draw
from app.web.formats import text

MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Wish:
    """A time that suits the group: the one that the visit holds, or another. ``free``: whether it can be had now."""

    span: Span
    held: bool
    free: bool


@blueprint.get("/desk/visits/<code>")
@requires(Permission.VISITS_READ)
def show(code: str) -> Response:
    """Whoever only reads it is shown neither contact nor what is written for colleagues."""
    return _page(visit_of(code, Permission.VISITS_READ))


@blueprint.post("/desk/visits/<code>/accept")
@requires(Permission.VISITS_HANDLE)
def accept(code: str) -> Response:
    """At the time that it holds, or at another that suits the group."""
    visit = visit_of(code)
    form = AcceptForm()
    form.offer([(wish.span, "") for wish in _wishes(visit, set())])
    return _done(
        visit, form, lambda: service.accept(code, form.span, staff().user_id, form.seen), _("The visit is booked.")
    )


@blueprint.post("/desk/visits/<code>/keep")
@requires(Permission.VISITS_HANDLE)
def keep(code: str) -> Response:
    """At the time that was agreed, though the group has suggested others."""
    visit, form = visit_of(code), SeenForm()
    return _done(
        visit, form, lambda: service.keep_time(code, staff().user_id, form.seen), _("The time stays as it is.")
    )


@blueprint.post("/desk/visits/<code>/note")
@requires(Permission.VISITS_HANDLE)
def note(code: str) -> Response:
    form = NoteForm()
    save = partial(service.take_note, code)
    return _done(
        visit_of(code), form, lambda: save(form.note.data or "", staff().user_id, form.seen), _("Saved."), told=False
    )


@blueprint.post("/desk/visits/<code>/newcomers")
@requires(Permission.VISITS_HANDLE)
def tag(code: str) -> Response:
    """Whether it is a group of newcomers."""
    form = NewcomersForm()
    save = partial(service.set_newcomers, code)
    return _done(
        visit_of(code), form, lambda: save(form.newcomers.data == "1", staff().user_id, form.seen), _("Saved."), told=False
    )  # fmt: skip


@blueprint.post("/desk/visits/<code>/group")
@requires(Permission.VISITS_HANDLE)
def recognise(code: str) -> Response:
    """It is a group that has been here before."""
    form = GroupForm()
    return _done(
        visit_of(code), form, lambda: service.recognise(code, form.group.data or "", staff().user_id),
        _("The visits are counted as those of one group from now on."), told=False,
    )  # fmt: skip


@blueprint.post("/desk/visits/<code>/part")
@requires(Permission.VISITS_HANDLE)
def part(code: str) -> Response:
    """It is another group than the one that it was taken for."""
    form = SeenForm()
    return _done(
        visit_of(code), form, lambda: service.part(code, staff().user_id),
        _("The visit is counted as that of another group from now on."), told=False,
    )  # fmt: skip


@blueprint.route("/desk/visits/<code>/decline", methods=["GET", "POST"])
@requires(Permission.VISITS_HANDLE)
def decline(code: str) -> Response:
    """Say what will happen; only the button does it."""
    return _with_reason(visit_of(code), Step.DECLINE, service.decline, _("The visit is declined."))


@blueprint.route("/desk/visits/<code>/cancel", methods=["GET", "POST"])
@requires(Permission.VISITS_HANDLE)
def withdraw(code: str) -> Response:
    """The same for a visit that the group counts on."""
    return _with_reason(visit_of(code), Step.CANCEL, service.withdraw, _("The visit is cancelled."))


def _with_reason(visit: VisitFact, step: Step, act: Callable[..., None], said: str) -> Response:
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            act(visit.code, form.reason.data or "", staff().user_id, form.seen)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return back_to(visit, said)
    elif not can(visit.state, step):
        raise NotPossibleNow
    form.show(visit)
    page = render_template("visits/desk_reason.html", visit=visit, form=form, declining=step == Step.DECLINE, **NAMES)
    return make_response(page, form.status)


def _done(visit: VisitFact, form: SeenForm, act: Callable[[], None], said: str, told: bool = True) -> Response:
    """Do it, and show the visit; or say on its page why not. ``told``: whether the group is told of it."""
    if form.validate_on_submit():
        try:
            act()
        except ChangedMeanwhile as refusal:
            if told:
                return to_how_it_stands(visit, refusal)
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return back_to(visit, said, told)
    return _page(queries.get_visit(visit.code), form)


def to_how_it_stands(visit: VisitFact, refusal: Refused) -> Response:
    """The visit's page anew: what was pressed was meant for what is no more, and is not offered again."""
    flash(_(refusal.message), "note")
    return redirect(url_for("visits.show", code=visit.code), 303)


def back_to(visit: VisitFact, said: str, told: bool = True) -> Response:
    """The visit's page, which says what was done, and whom to call where nobody could be mailed."""
    flash(said, "ok")
    if told and visit.contact_phone and not visit.contact_email:
        flash(_("The group left no e-mail address. Call them and tell them."), "note")
    return redirect(url_for("visits.show", code=visit.code), 303)


def _page(visit: VisitFact, failed: SeenForm | None = None) -> Response:
    handled = handles()
    offer, of_group = queries.get_offer(visit.offer_code), groups.list_visits(visit.group_id)
    record = (
        attendance.find_record(visit.occurrence_id) if visit.occurrence_id and visit.state == VisitState.HELD else None
    )
    page = render_template(
        "visits/desk_show.html", visit=visit, offer=offer, handled=handled, form=failed or SeenForm(formdata=None),
        place=places.find_spot(visit.place_id, visit.room_id), others=_others(visit, of_group),
        partable=any(one.request_id != visit.request_id for one in of_group), done=list_done(visit), record=record,
        can=lambda step: handled and can(visit.state, Step(step)), accepting=_accepting(visit, offer, failed),
        noting=_noting(visit, failed), now=clock.now(), suggested=_suggested(visit) if handled else [], **NAMES,
    )  # fmt: skip
    return make_response(page, failed.status if failed else 200)


def _others(visit: VisitFact, of_group: Sequence[OtherVisit]) -> list[Markup]:
    """The other visits of the group that the reader may see, the latest first, as rows: a group that comes every term has
    dozens, and what does not change is drawn once."""
    scope, page = staff().scope(Permission.VISITS_READ), url_for("visits.show", code="0").removesuffix("0")
    return [
        draw(
            "visits/desk_row.html", "other", page + one.code, one.span, len(one.wished), text(one.title), *standing(one)
        )
        for one in of_group
        if one.id != visit.id and (scope is None or one.organisation_id in scope)
    ]


def _accepting(visit: VisitFact, offer: OfferFact, failed: SeenForm | None) -> AcceptForm | None:
    """The form that accepts, with each time that suits the group; none where there is nothing to accept."""
    if not handles() or not can(visit.state, Step.ACCEPT):
        return None
    form = failed if isinstance(failed, AcceptForm) else AcceptForm(formdata=None)
    times = [visit.span, *visit.wishes] if visit.span else visit.wishes
    wishes = _wishes(visit, openings.which_are_free(offer, visit, times))
    if visit.over and not any(wish.free for wish in wishes):
        return None
    form.offer([(wish.span, _wish_words(wish)) for wish in wishes])
    if form.slot.data not in {wish.span.starts_at.isoformat() for wish in wishes}:
        form.slot.data = next((wish.span.starts_at.isoformat() for wish in wishes if wish.free), None)
    form.show(visit)
    return form


def _wishes(visit: VisitFact, free: set[Span]) -> list[Wish]:
    times = ([visit.span] if visit.span else []) + visit.wishes
    return [Wish(span, span == visit.span, span in free) for span in times]


def _wish_words(wish: Wish) -> Markup:
    """The time, and whether it can be had."""
    if wish.held:
        known = _("asked for first, kept for them") if wish.free else _("asked for first, cannot be had now")
    else:
        known = _("free now") if wish.free else _("taken now")
    return Markup("{} <small>({})</small>").format(slot_markup(wish.span), known)


def _noting(visit: VisitFact, failed: SeenForm | None) -> NoteForm:
    form = failed if isinstance(failed, NoteForm) else NoteForm(formdata=None, note=visit.note)
    form.show(visit)
    return form


def _suggested(visit: VisitFact) -> list[GroupFact]:
    """The groups that have been here before and may be this one, the likeliest first."""
    asked = GroupName(visit.group_name, visit.group_organisation, visit.group_id)
    alike = {one.id: one for one in groups.list_alike(staff().scope(Permission.VISITS_HANDLE), asked)}
    likely = suggest(asked, [GroupName(one.name, one.organisation, one.id) for one in alike.values()])
    return [alike[one.id] for one in likely[:MOST_SUGGESTED] if one.id is not None]
