"""What a library offers to groups: the list, the one page of an offer, and what becomes of visits over which it closes."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Refused
from app.places import queries as places
from app.plan import queries as plan
from app.plan.rules import Measure, SignUpWay, TypeFact
from app.visits import queries, service
from app.visits.closing import ClosedOverVisits
from app.visits.facts import OfferFact
from app.visits.forms.offer import Choices, OfferForm
from app.visits.forms.staff import FateForm, fate_field, fate_form
from app.visits.free import list_free_soon
from app.visits.rules import OfferChangedMeanwhile
from app.visits.service.offers import Away
from app.visits.terms import OFFER_STATE_NAMES
from app.visits.views.blueprint import blueprint
from app.visits.views.reach import NAMES, handles, list_libraries, name_libraries, own_libraries, shown
from app.web.access import Permission, requires, staff
from app.web.locale import current_language

DAYS_SHOWN = 30
NOT_REPEATED = frozenset({"csrf_token", "step", "reason"})
VISITING = frozenset({Measure.GROUPS, Measure.VISITS})


@blueprint.get("/desk/visits/offers")
@requires(Permission.VISITS_READ)
def desk_offers() -> str:
    """Each with how many free times the next days have."""
    reach = shown()
    offers = sorted(queries.list_offers(reach.scope), key=lambda one: one.organisation_id not in reach.own)
    return render_template(
        "visits/desk_offers.html", reach=reach, offers=offers, handles=handles(), libraries=name_libraries(),
        free=list_free_soon(offers, DAYS_SHOWN), days=DAYS_SHOWN, offer_states=OFFER_STATE_NAMES,
        places={one.id: one.name for one in places.list_names()},
    )  # fmt: skip


@blueprint.route("/desk/visits/offers/new", defaults={"code": None}, methods=["GET", "POST"])
@blueprint.route("/desk/visits/offers/<code>", methods=["GET", "POST"])
@requires(Permission.VISITS_HANDLE)
def desk_offer(code: str | None) -> Response:
    """All of it on one page. Hours that close over agreed visits are saved once it is said what becomes of each."""
    scope = staff().scope(Permission.VISITS_HANDLE)
    found = queries.get_offer(code, scope) if code else None
    form = _form(found)
    if request.form.get("step") != "change" and form.validate_on_submit():
        typed = form.typed()
        fates = fate_form(service.list_in_the_way(found, typed.hours) if found else [])
        try:
            saved = service.save_offer(code, typed, staff().user_id, _away(fates), form.seen.data or "")
        except OfferChangedMeanwhile as refusal:
            form.refuse(refusal)
            form.seen.data = found.seen if found else ""
        except Refused as refusal:
            if found and (isinstance(refusal, ClosedOverVisits) or refusal.field == "reason"):
                return _closing(form, found, fates, refusal)
            form.refuse(refusal)
        else:
            flash(_("Saved."), "ok")
            return redirect(url_for("visits.desk_offer", code=saved))
    free = list_free_soon([found], DAYS_SHOWN)[found.id] if found else []
    page = render_template("visits/desk_offer.html", form=form, offer=found, free=len(free), days=DAYS_SHOWN)
    return make_response(page, form.status)


def _form(found: OfferFact | None) -> OfferForm:
    """The form with what one may choose from; a new one begins like the offer that the address names."""
    like = found or _like()
    choices, own = _choices(found), own_libraries()
    form = OfferForm(data={"hours": like.hours} if like else None)
    form.offer(choices)
    if request.method == "GET" and like is not None:
        form.show(like, with_texts=found is not None)
    elif request.method == "GET":
        form.begin(choices, sorted(own))
    return form


def _like() -> OfferFact | None:
    code, scope = request.args.get("like", ""), staff().scope(Permission.VISITS_HANDLE)
    return next((one for one in queries.list_offers(scope) if one.code == code), None) if code else None


def _choices(held: OfferFact | None) -> Choices:
    """What the offer holds now is among it, though retired or closed since."""
    open_places, rooms, types = places.list_places(), places.list_rooms(), _types()
    if held and held.type_key not in {fact.key for fact in types}:
        types = [plan.get_type(held.type_key), *types]
    if held and held.place_id not in {fact.id for fact in open_places}:
        open_places += [fact for fact in [places.find_place(held.place_id)] if fact]
    if held and held.room_id and held.room_id not in {fact.id for fact in rooms}:
        rooms += places.list_rooms_by_ids([held.room_id])
    own = own_libraries()
    open_places.sort(key=lambda fact: fact.organisation_id not in own)
    libraries = list_libraries(staff().scope(Permission.VISITS_HANDLE))
    return Choices(libraries, types, open_places, rooms, current_language().code)


def _types() -> list[TypeFact]:
    """The types that groups come for: those that one asks for, then others whose visits the plan counts; all, where it
    knows none of either."""
    counted = {
        key for one in plan.list_indicators() if one.computed and one.kind in VISITING for key in one.of
    }  # fmt: skip
    types = plan.list_types()
    asked = [fact for fact in types if fact.signup == SignUpWay.REQUEST]
    others = [fact for fact in types if fact not in asked and fact.key in counted and not fact.group_is_series]
    return [*asked, *others] or types


def _away(fates: FateForm) -> Away:
    return Away(fates.kept, fates.cancelled, fates.reason.data or "")


def _closing(form: OfferForm, offer: OfferFact, fates: FateForm, refusal: Refused) -> Response:
    """What the new hours close over; everything that was typed comes along."""
    asked = request.form.get("step") == "decide"
    visits = service.list_in_the_way(offer, form.typed().hours)
    if asked:
        fates.refuse(refusal)
    names = {fate_field(visit) for visit in visits} | NOT_REPEATED
    page = render_template(
        "visits/desk_closing.html", offer=offer, form=fates, visits=visits, fate_field=fate_field,
        carried=[(name, value) for name, value in request.form.items(multi=True) if name not in names], **NAMES,
    )  # fmt: skip
    return make_response(page, fates.status if asked else 409)
