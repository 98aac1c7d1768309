"""The organiser's own activities."""

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
    leads = organisations.find_by_ids({row.organisation_id for row in rows})

    def url(to: int) -> str:
        return url_for("activities.index", state=state or None, organisation=chosen.code if chosen else None, page=to)

    return render_template(
        "activities/index.html", rows=rows, number=number, page=page, pages=-(-number // queries.PAGE_SIZE), url=url,
        state=state, states=STATE_NAMES, organisations=list(own.values()), chosen=chosen,
        names={key: fact.name for key, fact in leads.items()}, types={fact.key: fact.title for fact in plan.list_types()},
    )  # fmt: skip
