"""What came of a visit: heads, loans, what was shown. The attendance record is the truth, as for every date."""

from sqlalchemy.orm import Session

from app.activities import queries as activities
from app.attendance import steps as attendance
from app.attendance.rules.statement import Statement
from app.attendance.steps import Signer
from app.db import command
from app.visits import queries, steps
from app.visits.rules import NotPossibleNow, Step, next_state


@command
def save_outcome(
    session: Session, code: str, statement: Statement, shown: str, signer: Signer, given: tuple[int, str] = (0, "")
) -> None:
    """Sign what came of a visit; ``given``: the revision of the record that the form was made from, and the reason where one
    is wanted. The visit has been held from then on.

    Raises NoSuchVisit, NotPossibleNow, and what ``attendance.steps.sign`` raises.
    """
    visit = queries.get_visit(code)
    next_state(visit.state, Step.HOLD)
    date = activities.find_occurrence(visit.occurrence_id) if visit.occurrence_id is not None else None
    if date is None:
        raise NotPossibleNow
    revision, reason = given
    attendance.sign(session, date.code, statement, signer, revision, reason)
    steps.write(session, queries.get_visit(code), shown=shown.strip())
