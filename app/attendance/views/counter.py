"""The counter of one date: the same page and the same answers for the staff and for a host with a link."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.accounts.queries import find_names
from app.attendance import queries, service, steps
from app.attendance.forms import CHANNEL_FIELDS, CounterForm, counter_form, heads_field, statement_of
from app.attendance.rules.moments import check_countable, check_recordable
from app.attendance.rules.refusals import CountedMeanwhile, RecordChanged
from app.attendance.rules.statement import MOST_HEADS
from app.attendance.steps import Signer
from app.attendance.views.sheet import Sheet, figures, further_of, numbers_of, targets_of
from app.audit.queries import list_entries
from app.codes import new_nonce
from app.errors import Refused
from app.places.queries import find_place
from app.web.refusals import told

NONCE_LETTERS = 32
ANSWER = 303


def answer(sheet: Sheet, here: str, extra: dict[str, Any]) -> Response:
    """Show the counter, take one press, or sign. ``here``: its address; ``extra``: what else stands there (``back``)."""
    if request.method == "POST" and sheet.signer is None:
        abort(403)
    if request.method == "POST" and request.form.get("press", "save") != "save":
        return _pressed(sheet, here)
    form = counter_form(sheet.kind, sheet.names_group, sheet.over, sheet.why)(data=_start(sheet))
    if sheet.signer is not None and form.validate_on_submit():
        saved = _saved(sheet, sheet.signer, form, here)
        if saved is not None:
            return saved
    return make_response(render_template("attendance/record.html", **_page(sheet, form), **extra), form.status)


def _start(sheet: Sheet) -> dict[str, Any]:
    """What the form starts with; numbers typed before a press without script come back in the address."""
    numbers = {**numbers_of(sheet), **{name: value for name, value in further_of(sheet).items() if value is not None}}
    typed = {name: value for name, value in request.args.items() if name in numbers or name in _TYPED}
    return {**numbers, **typed, "revision": str(sheet.revision), "shown": _shown(numbers)}


_TYPED = frozenset({"loans", "hours", "group_name", "reason", "method"})


def _shown(numbers: dict[str, Any]) -> str:
    return urlencode({name: "" if value is None else str(value) for name, value in numbers.items()})


def _typed() -> dict[str, str]:
    """The fields whose value was changed by hand since the page was shown."""
    shown = dict(parse_qsl(request.form.get("shown", "")[:4000], keep_blank_values=True))
    names = [name for name in request.form if name in shown or name in _TYPED]
    default = {"method": "estimated"}
    return {
        name: request.form[name][:500]
        for name in names
        if request.form[name].strip() != shown.get(name, default.get(name, ""))
    }


def _pressed(sheet: Sheet, here: str) -> Response:
    """Take one press, and answer with the numbers (script) or with the page again (none)."""
    name, _colon, step = request.form["press"].partition(":")
    target = targets_of(sheet).get(name, name)
    delta = -1 if step == "-1" else 1
    typed, told = _typed(), ""
    if sheet.record is not None or name in typed:
        typed[name] = str(_moved(request.form.get(name, ""), delta))
    else:
        told = _press(sheet, target, delta)
    if request.accept_mimetypes.best == "application/json":
        numbers = numbers_of(replace(sheet, tally=queries.find_tally(sheet.date.id, sheet.kind.channels)))
        return jsonify(numbers=numbers, shown=_shown(numbers), told=told)
    if told:
        flash(told, "note")
    return redirect(f"{here}?{urlencode(typed)}" if typed else here, ANSWER)


def _press(sheet: Sheet, target: str | None, delta: int) -> str:
    """Count it; returns what to tell where it was refused."""
    sent = request.form.get("nonce", "")
    nonce = sent if len(sent) == NONCE_LETTERS and sent.isalnum() else new_nonce()
    try:
        service.press(sheet.date.code, target, delta, nonce)
    except Refused as refusal:
        return told(refusal)
    return ""


def _moved(value: str, delta: int) -> int:
    return min(max(0, _whole(value) + delta), MOST_HEADS)


def _whole(value: str) -> int:
    """A whole number of at most seven digits; anything else is 0."""
    return int(value) if value.strip().isdecimal() and len(value) < 8 else 0


def _saved(sheet: Sheet, signer: Signer, form: CounterForm, here: str) -> Response | None:
    """Sign what was typed. None: it was refused, and the form says why."""
    try:
        _check_seen(sheet, form)
        reason = form["reason"].data if "reason" in form else ""
        revision = _whole(form.revision.data or "")
        service.save_record(
            sheet.date.code, statement_of(form, sheet.kind), signer, revision=revision, reason=reason or ""
        )
    except (RecordChanged, CountedMeanwhile) as changed:
        flash(_(changed.message), "error")
        return redirect(f"{here}?{urlencode(_typed())}", ANSWER)
    except Refused as refusal:
        form.refuse(refusal)
        return None
    flash(_("Saved. Thank you!"), "ok")
    return redirect(here, ANSWER)


def _check_seen(sheet: Sheet, form: CounterForm) -> None:
    """Nobody signs numbers that they have not seen. Raises CountedMeanwhile."""
    if sheet.record is not None:
        return
    shown = dict(parse_qsl(form.shown.data or "", keep_blank_values=True))
    now = {name: "" if value is None else str(value) for name, value in numbers_of(sheet).items()}
    untouched = [name for name in now if name in shown and request.form.get(name, "").strip() == shown[name]]
    if any(now[name] != shown[name] for name in untouched):
        raise CountedMeanwhile


def _page(sheet: Sheet, form: CounterForm) -> dict[str, Any]:
    by_host = sheet.signer is not None and sheet.signer.link_id is not None
    entries = list_entries("attendance", sheet.date.code) if sheet.record and not by_host else []
    return {
        "sheet": sheet,
        "date": sheet.date,
        "form": form,
        "place": find_place(sheet.date.place_id),
        "figures": figures(sheet),
        "history": entries,
        "names": find_names({entry.actor_id for entry in entries if entry.actor_id}) if entries else {},
        "counters": [heads_field(key) for key in sheet.kind.tally],
        "channels": [CHANNEL_FIELDS[channel] for channel in sheet.kind.channels],
        "labels": {heads_field(key): sheet.titles.get(key, key) for key in sheet.kind.tally},
        "further": [name for name in ("loans", "hours", "group_name") if name in form],
        "opens": bool(form.errors or request.args),
        "closed": _closed(sheet),
    }


def _closed(sheet: Sheet) -> tuple[str, str]:
    """Why nobody can be counted, and why nothing can be signed yet ("" where it can)."""
    return _why(check_countable, sheet), _why(check_recordable, sheet)


def _why(check: Any, sheet: Sheet) -> str:
    try:
        check(steps.date_facts(sheet.date), clock.now())
    except Refused as refusal:
        return told(refusal)
    return ""
