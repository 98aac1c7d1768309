"""A change of dates in two steps: the form, then what it would do and who would read what, and only then doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.activities.rehearsing import Rehearsal
from app.activities.rules import ChangedMeanwhile
from app.activities.views.blueprint import carried
from app.errors import Refused
from app.web.forms import Form

SAVE, CHANGE = "save", "change"  # what is pressed on the page that shows what a form would do


@dataclass(frozen=True)
class Aim:
    """What is changed: the page of ``code`` at ``endpoint``, its ``title``, and what is said when it is done. ``button``:
    what does it, where that is a danger."""

    endpoint: str
    code: str
    title: dict[str, str]
    done: str
    button: str = ""


def seen_first(
    form: Form, aim: Aim, template: str, rehearse: Callable[[], Rehearsal], do: Callable[[str], str], **facts: Any
) -> Response:
    """The form; then what it would do; then doing it, if it would still do the same. ``do``: from the mark of what was seen
    to the code of what has the dates then."""
    step, again = request.form.get("step", ""), False
    if step != CHANGE and form.validate_on_submit():
        try:
            if step == SAVE:
                code = do(request.form.get("mark", ""))
                flash(aim.done, "ok")
                return redirect(url_for(aim.endpoint, code=code))
        except ChangedMeanwhile:
            again = True
        except Refused as refusal:
            form.refuse(refusal)
        if not form.errors:
            try:
                return look(aim, rehearse(), again)
            except Refused as refusal:
                form.refuse(refusal)
    return make_response(render_template(template, form=form, **facts), form.status)


def look(aim: Aim, seen: Rehearsal, again: bool = False) -> Response:
    """What would change and who would read what, with the button that does it. ``again``: it was another before."""
    page = render_template(
        "activities/rehearsal.html", aim=aim, outcome=seen.outcome, reading=seen.reading, again=again,
        carried=[(name, value) for name, value in carried() if name != "mark"],
    )  # fmt: skip
    return make_response(page, 409 if again else 200)
