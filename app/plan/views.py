"""The plan as everybody may read it."""

from flask import Blueprint, render_template

from app import clock
from app.languages import N_
from app.plan import hooks, queries
from app.plan.rules import Measure, ReportedKind
from app.web.access import public_page

blueprint = Blueprint("plan", __name__, url_prefix="/<lang:lang>")

KINDS = {
    Measure.GROUPS: N_("Number of groups"),
    Measure.MEMBERS: N_("People in groups"),
    Measure.OCCURRENCES: N_("Dates held"),
    Measure.PARTICIPANTS: N_("Participations"),
    Measure.VISITS: N_("Group visits"),
    Measure.LOANS: N_("Loans"),
    Measure.HOURS: N_("Hours"),
    Measure.CONTACTS: N_("Service contacts"),
    ReportedKind.COUNT: N_("A number"),
    ReportedKind.SHARE: N_("A share"),
    ReportedKind.YES_NO: N_("Yes or no"),
    ReportedKind.TEXT: N_("A text"),
}
RHYTHMS = {"yearly": N_("Every year")}


@blueprint.get("/plan")
@public_page
def index() -> str:
    """The plan as a tree, with this year's figures where something provides them."""
    year, found = clock.today().year, queries.get_plan()
    figures = hooks.indicator_figures(year, found) if hooks.indicator_figures else {}
    return render_template(
        "plan/index.html",
        plan=found,
        terms=queries.list_terms(),
        year=year,
        figures=figures,
        kinds=KINDS,
        rhythms=RHYTHMS,
    )
