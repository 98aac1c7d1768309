"""Example data for the texts of the morning's mails to hosts."""

from app.activities.examples import ORGANISATION, a_date, a_place
from app.attendance.letters import HostDate, HostLetter, Line
from app.messages.hooks import Example
from app.registrations.rules import NEED_NAMES, ROLE_NAMES, Need, Role

WAY_OUT = ("accounts.mails", "XXXXXXXXXX")
LEARNERS, SPEAKERS = Line(ROLE_NAMES[Role.LEARNER], 12, 12, 3), Line(ROLE_NAMES[Role.SPEAKER], 4, None, 0)


def _morning() -> list[Example]:
    date = HostDate(a_date(), a_place(), (LEARNERS, SPEAKERS), ((NEED_NAMES[Need.LIFT], 1),), to_tell=2)
    return [Example(HostLetter(ORGANISATION, (date,), WAY_OUT))]


EXAMPLES = {"host_list": _morning, "host_record": _morning}
