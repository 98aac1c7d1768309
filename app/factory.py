"""Builds the app: alone knows every feature, and connects the hooks that let a lower feature cause something above it."""

from urllib.parse import urlsplit

import click
import structlog
from flask import Flask
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import db, settings
from app.accessibility import views as accessibility
from app.accounts import hooks as account_hooks
from app.accounts import views as accounts
from app.activities import examples as activity_examples
from app.activities import letters as activity_letters
from app.activities import naming
from app.activities import queries as activity_queries
from app.activities import steps as activity_steps
from app.activities import views as activities
from app.activities.hooks import hooks
from app.activities.phrases import phrases_of
from app.attendance import examples as attendance_examples
from app.attendance import hooks as attendance_hooks
from app.attendance import letters as attendance_letters
from app.attendance import rounds as attendance_rounds
from app.attendance import steps as attendance_steps
from app.attendance import views as attendance
from app.bookings import examples as booking_examples
from app.bookings import hooks as booking_hooks
from app.bookings import letters as booking_letters
from app.bookings import standing as booking_standing
from app.bookings import views as bookings
from app.catalogue import hooks as catalogue_hooks
from app.catalogue import views as catalogue
from app.demo import cli as demo_cli
from app.desk import views as desk
from app.help import views as help_pages
from app.languages import LANGUAGES
from app.messages import cli as messages_cli
from app.messages import hooks as message_hooks
from app.messages import views as messages
from app.messages import waking
from app.messages.hooks import examples, letters
from app.operations import views as operations
from app.organisations import cli as organisations_cli
from app.organisations import examples as organisation_examples
from app.organisations import hooks as organisation_hooks
from app.organisations import letters as organisation_letters
from app.organisations import queries as organisation_queries
from app.organisations import views as organisations
from app.places import hooks as place_hooks
from app.places import views as places
from app.plan import cli as plan_commands
from app.plan import hooks as plan_hooks
from app.plan import views as plan
from app.registrations import changes as registration_changes
from app.registrations import examples as registration_examples
from app.registrations import for_activities
from app.registrations import hooks as registration_hooks
from app.registrations import letters as registration_letters
from app.registrations import news as registration_news
from app.registrations import rounds as registration_rounds
from app.registrations import steps as registration_steps
from app.registrations import views as registrations
from app.reports import cli as report_commands
from app.reports import views as reports
from app.reports.views.files import public_figures
from app.visits import examples as visit_examples
from app.visits import letters as visit_letters
from app.visits import naming as visit_naming
from app.visits import queries as visit_queries
from app.visits import rounds as visit_rounds
from app.visits import rounds_staff as visit_rounds_staff
from app.visits import staff_examples as visit_staff_examples
from app.visits import staff_letters as visit_staff_letters
from app.visits import steps as visit_steps
from app.visits import views as visits
from app.visits.views import ticket as visit_ticket
from app.web import access, assets, error_pages, formats, frame, headers, limits, locale, logging, page_cache, requests
from config import ROOT, Environment, Settings

FEATURES = (
    locale, assets, accounts, messages, organisations, places, plan, bookings, activities, registrations, attendance, visits,
    catalogue,
    accessibility, help_pages, reports, desk, operations,
)  # fmt: skip


def create_app(configured: Settings) -> Flask:
    """The app for ``configured``; every environment differs only in its settings."""
    flask = Flask("app", root_path=str(ROOT), template_folder="templates", static_folder=None)
    flask.config.from_mapping(_flask_config(configured))
    configured.instance.mkdir(parents=True, exist_ok=True)
    settings.init_app(flask, configured)
    logging.init_app(flask, configured)
    requests.init_app(flask)
    headers.init_app(flask, secure=configured.base_url.startswith("https://"))
    locale.init_app(flask, configured.language_codes)
    db.init_app(flask)
    _add_web(flask, configured)
    accounts.init_app(flask)
    access.init_app(flask)
    for feature in FEATURES:
        flask.register_blueprint(feature.blueprint)
    _add_commands(flask)
    waking.init_app(flask, configured)
    _connect()
    _warn(configured)
    access.refuse_unmarked(flask)
    return flask


def _warn(configured: Settings) -> None:
    """In production, on every start: what is erased is erased by a decision, and its number is missing."""
    missing = [name for name, (_days, decision) in configured.kept.items() if not decision]
    if configured.env is Environment.PRODUCTION and missing:
        structlog.get_logger("samspel").warning(
            "no records decision", settings=[f"SAMSPEL_{one.upper()}_DECISION" for one in missing]
        )


def _flask_config(configured: Settings) -> dict[str, object]:
    hosts = [host.strip() for host in configured.trusted_hosts.split(",") if host.strip()]
    own = urlsplit(configured.base_url).hostname or "localhost"
    secure = configured.base_url.startswith("https://")
    return {
        "SECRET_KEY": configured.secret_key.get_secret_value(),
        "SQLALCHEMY_DATABASE_URI": configured.database,
        "MAX_CONTENT_LENGTH": configured.max_body_bytes,
        "MAX_FORM_MEMORY_SIZE": configured.max_body_bytes,
        "TRUSTED_HOSTS": [*hosts, own, "localhost", "127.0.0.1", "[::1]"],
        "WTF_CSRF_TIME_LIMIT": None,  # a form left open for a day still works
        "SESSION_COOKIE_NAME": "samspel_visitor",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": secure,
        "COMPRESS_ALGORITHM": ["gzip"],
        "COMPRESS_STREAMS": False,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
    }


def _add_web(flask: Flask, configured: Settings) -> None:
    Compress(flask)
    protection = CSRFProtect(flask)
    for view in (registrations.mails.mails, visits.mails.mails, accounts.mails):
        protection.exempt(view)  # one-click posts of mail programs; the views ask for the token of all others
    limits.init_app(flask, configured)
    formats.init_app(flask)
    frame.init_app(flask)
    assets.init_app(flask)
    error_pages.init_app(flask)
    flask.context_processor(
        lambda: {
            "language": locale.current_language(),
            "languages": locale.offered_languages(),
            "languages_here": locale.offered_here(),
            "all_languages": LANGUAGES,
            "switch_url": locale.switch_url,
            "canonical": locale.canonical,
            "asset": assets.asset,
            "municipality": configured.municipality,
        }
    )
    flask.jinja_env.globals["phrases_of"] = phrases_of
    page_cache.init_app(flask, configured.page_cache_seconds)
    if configured.trusted_proxies:
        hops = configured.trusted_proxies
        flask.wsgi_app = ProxyFix(flask.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)


def _add_commands(flask: Flask) -> None:
    """The commands of the features; Alembic is loaded only where commands are run."""
    if click.get_current_context(silent=True):
        db.enable_migrations(flask)
    flask.cli.add_command(demo_cli.demo)
    flask.cli.add_command(messages_cli.worker)
    flask.cli.add_command(organisations_cli.users)
    flask.cli.add_command(plan_commands.plan)
    flask.cli.add_command(report_commands.report)


def _connect() -> None:
    """The hooks: what a lower feature lets happen above it, and how each kind of message gets its facts."""
    registration_steps.connect(hooks)
    registration_news.connect(hooks)
    for_activities.connect(hooks)
    for feature in (
        organisation_letters, booking_letters, activity_letters, registration_letters, registration_changes,
        attendance_letters, visit_letters, visit_staff_letters,
    ):  # fmt: skip
        letters.update(feature.LETTERS)
    for texts in (
        organisation_examples, booking_examples, activity_examples, registration_examples, attendance_examples,
        visit_examples, visit_staff_examples,
    ):  # fmt: skip
        examples.update(texts.EXAMPLES)
    message_hooks.undelivered[0] = registration_news.undelivered
    message_hooks.rounds[:] = [
        registration_rounds.remind, attendance_rounds.send_lists, attendance_rounds.ask_for_records,
        registration_rounds.thank, visit_rounds.remind, visit_rounds_staff.tell_today,
    ]  # fmt: skip
    account_hooks.list_libraries[0] = organisation_queries.list_libraries
    organisation_hooks.count_coming_dates[0] = activity_queries.count_coming_dates
    hooks.is_recorded = attendance_steps.is_recorded
    attendance_hooks.hooks.recorded = visit_steps.hold_on_record
    attendance_hooks.hooks.group_of = visit_naming.group_of
    visit_steps.connect(hooks)
    registration_hooks.elsewhere[0] = visit_ticket.admit_by_code
    catalogue_hooks.takes_groups[0] = visit_queries.takes_groups
    booking_hooks.hooks.name_visits = visit_naming.name_bookings
    place_hooks.standing[:] = [naming.list_standing, visit_naming.list_standing, booking_standing.list_standing]
    booking_hooks.hooks.room_lost = activity_steps.lose_rooms
    booking_hooks.hooks.name_occurrences = naming.name_dates
    plan_hooks.indicator_figures = public_figures
