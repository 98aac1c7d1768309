"""Commands on activities and their dates: one transaction each."""

from app.activities.service.approval import approve, approve_as_proposed, approve_together, confirm_counts, reject
from app.activities.service.dates import add_dates, cancel_date, edit_date, move, rehearse_cancelling, rehearse_edit
from app.activities.service.following import (
    change_series,
    pause,
    rehearse_change,
    rehearse_pause,
    usual_times,
)
from app.activities.service.moderation import comment, handle_report, report_page, take_down
from app.activities.service.pictures import remove_picture, set_picture
from app.activities.service.series import change_activity, copy_to_term, create_activity, leave, publish, withdraw

__all__ = [
    "add_dates", "approve", "approve_as_proposed", "approve_together", "cancel_date", "change_activity",
    "change_series", "comment", "confirm_counts", "copy_to_term", "create_activity", "edit_date", "handle_report",
    "leave", "move", "pause", "publish", "rehearse_cancelling", "rehearse_change", "rehearse_edit", "rehearse_pause",
    "reject", "remove_picture", "report_page", "set_picture", "take_down", "usual_times", "withdraw",
]  # fmt: skip
