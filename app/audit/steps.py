"""Writing to the log, inside the transaction of what is logged."""

from typing import Any, Literal

from sqlalchemy.orm import Session

from app import clock
from app.audit.tables import AuditEntry


def record(
    session: Session,
    actor_id: int | Literal["host", "resident"] | None,
    action: str,
    thing: tuple[str, str],
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Log that ``actor_id`` did ``action`` to ``thing`` = (kind, code).

    ``actor_id``: a staff user; "host" or "resident", who have no account; None: the system.
    ``before`` and ``after`` hold only what changed, as plain values without personal data.
    """
    kind, user_id = ("staff", actor_id) if isinstance(actor_id, int) else (actor_id or "system", None)
    session.add(
        AuditEntry(
            at=clock.now(), actor_kind=kind, actor_id=user_id, action=action, thing=thing[0], thing_code=thing[1],
            before=before or {}, after=after or {},
        )
    )  # fmt: skip
