"""What the database holds before the demo comes."""

from sqlalchemy import exists, func, select

from app.accounts.tables import User
from app.activities.tables import Activity
from app.db import Base, reading
from app.organisations.tables import Organisation
from app.places.tables import Place


def list_present(emails: list[str]) -> list[str]:
    """Which things stand in the way: activities, places, organisations besides the plan's units, users so called."""
    there = {
        "activities": select(exists().select_from(Activity)),
        "places": select(exists().select_from(Place)),
        "organisations": select(exists().where(Organisation.unit_key.is_(None))),
        "users of the demo": select(exists().where(User.email.in_(emails))),
    }
    return [what for what, question in there.items() if reading().scalar(question)]


def list_known_emails(emails: list[str]) -> list[str]:
    """Those of the addresses that belong to a user with a password."""
    statement = select(User.email).where(User.email.in_(emails), User.password_hash.is_not(None))
    return list(reading().scalars(statement))


def get_units() -> dict[str, int]:
    """Ids of the municipal units by the plan's key."""
    rows = reading().execute(select(Organisation.unit_key, Organisation.id).where(Organisation.unit_key.is_not(None)))
    return {row.unit_key: row.id for row in rows}


def next_ids() -> dict[str, int]:
    """The id after the highest of each table that counts its own ids."""
    tables = [table for table in Base.metadata.sorted_tables if "id" in table.columns]
    return {table.name: (reading().scalar(select(func.max(table.c.id))) or 0) + 1 for table in tables}
