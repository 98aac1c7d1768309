"""The floors: the least that Flask, and Flask with SQLAlchemy, can do for a page and for a form that writes a row."""

import os
from datetime import UTC, datetime, timedelta

from flask import Flask, redirect, render_template_string, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.wrappers import Response

LIST = """<!doctype html><html lang="en"><title>Dates</title><h1>Dates</h1><ul>
{% for item in items %}<li><a href="/items/{{ item.id }}">{{ item.title }}</a> {{ item.starts_at }}, {{ item.place }}</li>
{% endfor %}</ul></html>"""
FORM = """<!doctype html><html lang="en"><title>Sign up</title><h1>Sign up</h1><form method="post">
<label>Name <input name="name"></label><label>E-mail <input name="email"></label><button>Send</button></form></html>"""
AFTER = """<!doctype html><html lang="en"><title>Done</title>
<main data-state="confirmed"><h1>{{ entry.name }}</h1></main></html>"""


class Base(DeclarativeBase):
    pass


class Item(Base):
    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    place: Mapped[str]
    starts_at: Mapped[datetime]


class Entry(Base):
    __tablename__ = "entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]


def bare() -> Flask:
    """One view that answers 25 kB."""
    flask = Flask("bare")
    body = "x" * 25_000
    flask.add_url_rule("/", "page", lambda: body)
    return flask


def minimal() -> Flask:
    """One query of 20 rows and a Jinja page; a form page, an insert with commit, a page after it."""
    flask = Flask("minimal")
    flask.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BENCH_DATABASE_URL"]
    database = SQLAlchemy(flask, model_class=Base)

    @flask.get("/")
    def items() -> str:
        return render_template_string(LIST, items=database.session.scalars(select(Item).limit(20)).all())

    @flask.route("/form", methods=["GET", "POST"])
    def form() -> str | Response:
        if request.method == "GET":
            return render_template_string(FORM)
        entry = Entry(name=request.form["name"], email=request.form["email"])
        database.session.add(entry)
        database.session.commit()
        return redirect(f"/entries/{entry.id}")

    @flask.get("/entries/<int:entry_id>")
    def after(entry_id: int) -> str:
        return render_template_string(AFTER, entry=database.get_or_404(Entry, entry_id))

    return flask


def fill() -> None:
    """Make the minimal app's tables and its 20 rows."""
    flask = minimal()
    database = flask.extensions["sqlalchemy"]
    with flask.app_context():
        database.create_all()
        start = datetime(2026, 1, 5, 17, tzinfo=UTC)
        titles = (f"Language café number {n}" for n in range(20))
        database.session.add_all(
            Item(title=title, place="The city library", starts_at=start + timedelta(weeks=n))
            for n, title in enumerate(titles)
        )
        database.session.commit()


if __name__ == "__main__":
    fill()
