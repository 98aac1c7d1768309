"""Commands on activities and their dates: one transaction each."""

from app.activities.service.approval import approve, confirm_counts, reject
from app.activities.service.dates import add_dates, cancel_date, edit_date, move
from app.activities.service.series import change_activity, copy_to_term, create_activity, publish, withdraw

__all__ = [
    "add_dates", "approve", "cancel_date", "change_activity", "confirm_counts", "copy_to_term", "create_activity",
    "edit_date", "move", "publish", "reject", "withdraw",
]  # fmt: skip
