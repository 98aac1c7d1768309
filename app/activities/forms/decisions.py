"""A single date, the coordinator's decision, and pages with nothing but a button."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from app import clock
from app.activities.forms.activity import Offered
from app.activities.forms.fields import PlaceField
from app.activities.forms.meanwhile import MeanwhileForm
from app.activities.moderation import MOST_LETTERS
from app.activities.queries import OccurrenceFact
from app.activities.rules import TAG_NAMES, DateChange, check_tags
from app.languages import pick
from app.plan.rules import StrategyFact
from app.schedule.recurrence import span_of
from app.web.forms import Form, LongTextField, NonceField, TextField, texts_field, texts_of
from app.web.moments import ClockField, DayField

MOST_TOGETHER = 100


class DateForm(MeanwhileForm):
    """One date."""

    day = DayField(_l("Day"), required=_l("Choose a day."))
    start = ClockField(_l("Begins at"), required=_l("Write when it begins, for example 17:00."))
    end = ClockField(_l("Ends at"), required=_l("Write when it ends, for example 19:00."))
    place = PlaceField(_l("Place or room"))
    notice = texts_field(_l("What everybody should know about this date"), maximum=500, multiline=True)
    tags = SelectMultipleField(_l("Especially"))
    own_tags = TextField(_l("Words of your own, with commas between"), maximum=160)

    def offer(self, offered: Offered) -> None:
        """Fill the lists to choose from."""
        self.place.offer(offered.places, offered.rooms)
        self.tags.choices = [(tag, _(TAG_NAMES[tag]) if tag in TAG_NAMES else tag) for tag in offered.tags]

    def show(self, date: OccurrenceFact) -> None:
        """Fill in how the date is now."""
        begins, ends = clock.wall(date.starts_at), clock.wall(date.ends_at)
        self.day.data, self.start.data, self.end.data = begins.date(), begins.time(), ends.time()
        self.place.choose(date.place_id, date.room_id)
        known = {tag for tag, _name in self.tags.choices}
        self.tags.data = sorted(date.own_tags & known)
        self.own_tags.data = ", ".join(sorted(date.own_tags - known))
        for member in self.notice:
            member.data = date.notice.get(member.short_name, "")

    def change(self) -> DateChange:
        """What was typed, as facts. Raises what ``span_of`` raises, TagNotAllowed, TooManyTags."""
        tags = frozenset(self.tags.data) | check_tags((self.own_tags.data or "").split(","))
        span = span_of(self.day.data, self.start.data, self.end.data)
        return DateChange(span, *self.place.chosen, texts_of(self.notice), tags)


class ReviewForm(Form):
    """What an activity counts to, and why it is sent back."""

    counts_to = SelectMultipleField(_l("Counts to"))
    reason = LongTextField(_l("Why it is sent back"), maximum=1000)

    def offer(self, strategies: list[StrategyFact], language: str) -> None:
        """Fill the list of strategies."""
        self.counts_to.choices = [(fact.code, f"{fact.code} {pick(fact.title, language).value}") for fact in strategies]


class BulkForm(Form):
    """Activities of the queue that are approved together, by their codes. What another coordinator has decided
    meanwhile is no longer in the queue, and is told instead of refused."""

    codes = SelectMultipleField(
        _l("Activities"), [InputRequired(_l("Tick at least one activity."))], choices=[], validate_choice=False
    )

    @property
    def chosen(self) -> list[str]:
        """The codes that were ticked."""
        return list(self.codes.data or ())[:MOST_TOGETHER]


class CommentForm(Form):
    """What one side writes to the other about an activity under approval."""

    text = LongTextField(_l("Write to the other side"), required=_l("Write something first."), maximum=MOST_LETTERS)
    nonce = NonceField()


class TakeDownForm(Form):
    """Why the coordinator withdraws an activity."""

    reason = LongTextField(
        _l("Why it is withdrawn"),
        required=_l("Write why, so that the organiser knows what to change."),
        maximum=MOST_LETTERS,
    )


class ButtonForm(Form):
    """A page that says what will happen, and a button that does it."""
