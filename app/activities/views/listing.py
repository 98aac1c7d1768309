"""The organiser's own activities, and what waits for the coordinator."""

from flask import render_template, request, url_for

from app.activities import queries
from app.activities.rules import STATE_NAMES
from app.activities.views.blueprint import blueprint, page_number
from app.organisations import queries as organisations
from app.plan import queries as plan
from app.web.access import Permission, requires, staff


@blueprint.get("/activities")
@requires(Permission.ACTIVITIES_READ)
def index() -> str:
    scope = staff().scope(Permission.ACTIVITIES_READ)
    own = {fact.code: fact for fact in organisations.list_organisations(scope)}
    state = request.args.get("state", "")
    chosen = own.get(request.args.get("organisation", ""))
    state, page = state if state in STATE_NAMES else "", page_number()
    rows, number = queries.list_activities(scope, state, chosen.id if chosen else None, page)

    def url(to: int) -> str:
        return url_for("activities.index", state=state or None, organisation=chosen.code if chosen else None, page=to)

    return render_template(
        "activities/index.html", rows=rows, number=number, page=page, pages=-(-number // queries.PAGE_SIZE), url=url,
        state=state, states=STATE_NAMES, organisations=list(own.values()), chosen=chosen,
        names={fact.id: fact.name for fact in own.values()}, types=_types(),
    )  # fmt: skip


@blueprint.get("/approvals")
@requires(Permission.ACTIVITIES_APPROVE)
def approvals() -> str:
    waiting, unconfirmed = queries.list_to_approve(), queries.list_to_confirm()
    found = organisations.find_by_ids({row.organisation_id for row in waiting + unconfirmed})
    return render_template(
        "activities/approvals.html", waiting=waiting, unconfirmed=unconfirmed, types=_types(),
        names={fact.id: fact.name for fact in found.values()},
    )  # fmt: skip


def _types() -> dict[str, dict[str, str]]:
    return {fact.key: fact.title for fact in plan.list_types()}
