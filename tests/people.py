"""The people, organisations and places of the tests, with fixed roles."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.accounts.rules import Role
from app.accounts.service import hash_password
from app.accounts.tables import Membership, User
from app.db import transaction
from app.organisations.tables import Organisation
from app.places.tables import Place, Room

PASSWORD = "a long sentence for tests"
_HASH: list[str] = []


@dataclass(frozen=True)
class Person:
    id: int
    email: str
    code: str


@dataclass(frozen=True)
class Thing:
    id: int
    code: str
    key: str = ""


@dataclass(frozen=True)
class People:
    """admin Alma, coordinator Kim, librarian Lina (library), editors Eva (trusted association), Nils (new association)
    and Olga (another association); places: the library with a room, and Magneteten."""

    alma: Person
    kim: Person
    lina: Person
    eva: Person
    nils: Person
    olga: Person
    library: Thing
    association: Thing
    newcomer_association: Thing
    other_association: Thing
    stadsbiblioteket: Thing
    room: Thing
    magneteten: Thing

    @classmethod
    def arrive(cls, app: Flask) -> "People":
        """Write them into the fresh database."""
        with app.app_context(), transaction() as session:
            library = _organisation(session, "Stadsbiblioteket i Hässleholm", "library", trusted=True)
            association = _organisation(session, "Föreningen Vänliga grannar", "association", trusted=True)
            new = _organisation(session, "Nya Cykelvänner", "association", trusted=False)
            other = _organisation(session, "Stickfrämjandet", "association", trusted=True)
            place = _place(session, "stadsbiblioteket", "Stadsbiblioteket", library.id)
            room = Room(place_id=place.id, name="Rum 2", capacity=20)
            magneteten = _place(session, "magneteten", "Magneteten", None)
            session.add(room)
            session.flush()
            return cls(
                alma=_user(session, "Alma", Role.ADMIN),
                kim=_user(session, "Kim", Role.COORDINATOR),
                lina=_user(session, "Lina", Role.LIBRARIAN, library),
                eva=_user(session, "Eva", Role.EDITOR, association),
                nils=_user(session, "Nils", Role.EDITOR, new),
                olga=_user(session, "Olga", Role.EDITOR, other),
                library=Thing(library.id, library.code),
                association=Thing(association.id, association.code),
                newcomer_association=Thing(new.id, new.code),
                other_association=Thing(other.id, other.code),
                stadsbiblioteket=Thing(place.id, place.code, place.key),
                room=Thing(room.id, room.code),
                magneteten=Thing(magneteten.id, magneteten.code, magneteten.key),
            )


def _organisation(session: Session, name: str, kind: str, trusted: bool) -> Organisation:
    made = Organisation(name=name, kind=kind, trusted=trusted, state="approved", created_at=clock.now())
    session.add(made)
    session.flush()
    return made


def _place(session: Session, key: str, name: str, organisation_id: int | None) -> Place:
    made = Place(
        key=key, name=name, organisation_id=organisation_id, address="Första Avenyen 1", postcode="281 38",
        town="Hässleholm", accessibility=frozenset({"step_free", "lift"}), created_at=clock.now(),
        directions={"sv": "Gå in från torget.", "en": "Enter from the square.", "ar": "ادخل من الساحة."},
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _user(session: Session, name: str, role: Role, organisation: Organisation | None = None) -> Person:
    if not _HASH:
        _HASH.append(hash_password(PASSWORD))
    made = User(email=f"{name.lower()}@example.org", name=name, password_hash=_HASH[0], created_at=clock.now())
    session.add(made)
    session.flush()
    session.add(Membership(user_id=made.id, role=role, organisation_id=organisation.id if organisation else None))
    return Person(made.id, made.email, made.code)
