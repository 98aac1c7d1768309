"""Many dates of a series: other times, another place or organiser from one date on; or none between two days."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.activities.forms.fields import PlaceField
from app.activities.queries import ActivityFact
from app.activities.shifting import SeriesChange, Times
from app.organisations.queries import OrganisationFact
from app.places.queries import PlaceFact, RoomFact
from app.web.formats import weekday
from app.web.forms import Form, texts_field, texts_of
from app.web.moments import ClockField, DayField

MONDAY = date(2024, 1, 1)  # any Monday, to name the days of a week


class SeriesForm(Form):
    """How the dates that are meant shall be. What is left as it is, is not written."""

    weekday = SelectField(_l("Weekday"), coerce=int)
    start = ClockField(_l("Begins at"), required=_l("Write when it begins, for example 17:00."))
    end = ClockField(_l("Ends at"), required=_l("Write when it ends, for example 19:00."))
    place = PlaceField(_l("Place or room"))
    organisation = SelectField(_l("Who leads it"))

    def offer(self, places: list[PlaceFact], rooms: list[RoomFact], organisers: list[OrganisationFact]) -> None:
        """Fill the lists to choose from; ``organisers``: its lead, then those who can take over."""
        self.weekday.choices = [(day, weekday(MONDAY.replace(day=1 + day))) for day in range(7)]
        self.place.offer(places, rooms)
        self.ids = {fact.code: fact.id for fact in organisers}
        self.organisation.choices = [(fact.code, fact.name) for fact in organisers]
        if len(organisers) < 2:
            del self.organisation

    def show(self, usual: Times, activity: ActivityFact) -> None:
        """Fill in how it is now."""
        self.weekday.data, self.start.data, self.end.data = usual.weekday, usual.start, usual.end
        self.place.choose(activity.place_id, activity.room_id)

    def change(self) -> SeriesChange:
        """What was typed, as facts."""
        lead: Any = self["organisation"].data if "organisation" in self else None
        times = Times(self.weekday.data, self.start.data, self.end.data)
        return SeriesChange(times, self.place.chosen, self.ids[lead] if lead else None)


class PauseForm(Form):
    """The days without the activity; without a last one it ends."""

    first_on = DayField(_l("First day without it"), required=_l("Choose the first day without it."))
    last_on = DayField(_l("Last day without it"))
    notice = texts_field(_l("What everybody should know about it"), maximum=500, multiline=True)

    @property
    def days(self) -> tuple[date, date | None]:
        """The first and (none: for good) the last day."""
        return self.first_on.data, self.last_on.data

    @property
    def why(self) -> dict[str, str]:
        """What everybody reads of the cancelled dates."""
        return texts_of(self.notice)


class CancelForm(Form):
    """Why a date does not take place."""

    notice = texts_field(_l("Why it is cancelled"), maximum=500, multiline=True)

    @property
    def why(self) -> dict[str, str]:
        """What everybody reads of it."""
        return texts_of(self.notice)
