"""What came of a visit, in under a minute on the telephone: heads, what was lent, what was shown."""

from dataclasses import dataclass, replace
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.attendance import queries as attendance
from app.attendance.forms import CounterForm, Why, heads_field, statement_of
from app.attendance.queries import RecordFact
from app.attendance.rules.moments import wants_reason
from app.attendance.rules.statement import MOST_HEADS, Statement, counts_groups
from app.attendance.steps import Signer
from app.attendance.views.sheet import term_titles
from app.errors import Refused
from app.places import queries as places
from app.plan import queries as plan
from app.plan.rules import TypeFact
from app.visits import service
from app.visits.facts import VisitFact
from app.visits.forms.outcome import outcome_form
from app.visits.rules import NotPossibleNow, Step, can
from app.visits.views.blueprint import blueprint
from app.visits.views.reach import NAMES, visit_of
from app.web.access import Permission, requires, staff


@dataclass(frozen=True)
class Counted:
    """A visit with what its outcome form is made from."""

    visit: VisitFact
    kind: TypeFact
    record: RecordFact | None

    @property
    def begun(self) -> bool:
        return self.visit.starts_at is not None and self.visit.starts_at <= clock.now()

    @property
    def why(self) -> Why | None:
        """What a reason is asked for; None where none is wanted."""
        ends_at = self.visit.ends_at or clock.now()
        return Why.CHANGED if wants_reason(self.record is not None, ends_at, clock.now(), correcting=False) else None

    @property
    def revision(self) -> int:
        return self.record.revision if self.record else 0


@blueprint.route("/desk/visits/<code>/outcome", methods=["GET", "POST"])
@requires(Permission.VISITS_HANDLE)
def outcome(code: str) -> Response:
    """Saving is signing, as at every date; what stands already is filled in."""
    visit = visit_of(code)
    if not can(visit.state, Step.HOLD) or visit.occurrence_id is None:
        raise NotPossibleNow
    counted = Counted(visit, plan.get_type(visit.type_key), attendance.find_record(visit.occurrence_id))
    made = outcome_form(counted.kind, counted.why)
    press = request.form.get("press", "save") if request.method == "POST" else ""
    if press not in {"", "save"}:
        return _page(counted, made(formdata=None, data=_pressed(press)))
    form = made(data=_start(counted))
    if form.validate_on_submit():
        try:
            _save(counted, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. Thank you!"), "ok")
            return redirect(url_for("visits.show", code=code), 303)
    return _page(counted, form)


def _save(counted: Counted, form: CounterForm) -> None:
    statement = statement_of(form, counted.kind)
    if counts_groups(counted.kind, plan.list_indicators()):
        statement = replace(statement, group_name=counted.visit.group_name)
    reason = form["reason"].data if "reason" in form else ""
    given = (_whole(form.revision.data or ""), reason or "")
    signer = Signer(staff().user_id)
    service.save_outcome(counted.visit.code, statement, form["shown"].data or "", signer, given)


def _start(counted: Counted) -> dict[str, Any]:
    """What the form starts with: what was saved, or nothing."""
    record = counted.record
    if record is None:
        return {"revision": "0", "shown": counted.visit.shown}
    stated: Statement = record.statement
    heads = {heads_field(key): number for key, number in stated.categories.items()}
    return {
        **heads, "revision": str(record.revision), "total": stated.total, "loans": stated.loans, "method": stated.method,
        "shown": counted.visit.shown,
    }  # fmt: skip


def _pressed(press: str) -> dict[str, Any]:
    """What was typed, with one more or one fewer where somebody without script pressed a button."""
    typed: dict[str, Any] = {
        name: value[:500] for name, value in request.form.items() if name not in {"press", "csrf_token"}
    }
    name, _colon, step = press.partition(":")
    if name in typed:
        typed[name] = str(min(max(0, _whole(typed[name]) + (-1 if step == "-1" else 1)), MOST_HEADS))
    return typed


def _whole(value: str) -> int:
    """A whole number of at most seven digits; anything else is 0."""
    typed = value.strip()
    return int(typed) if typed.isdecimal() and len(typed) < 8 else 0


def _page(counted: Counted, form: CounterForm) -> Response:
    titles = term_titles() if counted.kind.tally else {}
    page = render_template(
        "visits/desk_outcome.html", visit=counted.visit, record=counted.record, begun=counted.begun, form=form,
        place=places.find_spot(counted.visit.place_id, counted.visit.room_id),
        counters=[heads_field(key) for key in counted.kind.tally],
        labels={heads_field(key): titles.get(key, key) for key in counted.kind.tally}, **NAMES,
    )  # fmt: skip
    return make_response(page, form.status)
