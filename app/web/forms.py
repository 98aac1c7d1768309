"""What all forms share: cleaned text, bounded numbers, texts in several languages, refusals shown at their field."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import Field, FormField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.i18n import messages_path
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets.core import clean_key

from app.codes import new_nonce
from app.errors import Refused
from app.languages import LANGUAGES, clean
from app.settings import settings
from app.web.locale import current_language
from app.web.refusals import told

MAX_WHOLE = 1_000_000


def cleaned(value: Any) -> Any:
    """Strip white space, NUL and bidirectional controls from typed text."""
    return clean(value) if isinstance(value, str) else value


class Form(FlaskForm):
    """A form whose business refusals are shown like its own errors, at the field they name or above the form."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Only the fields of a form: Flask-WTF would take JSON and files too, which no field of ours expects."""
            return request.form if formdata is not None and form.is_submitted() else None

        def get_translations(self, form: Any) -> NullTranslations:
            """WTForms' own messages; Flask-WTF would read their catalogue anew with every form."""
            return _messages_of_wtforms(current_language().babel)

        def render_field(self, field: Any, render_kw: dict[str, Any]) -> Any:
            """Drawn by the field's widget, with ``attributes`` through the hook that WTForms' widgets have for it."""
            field.widget.html_params = attributes
            return super().render_field(field, render_kw)

    def refuse(self, refusal: Refused) -> None:
        """Show ``refusal`` at its field (a dotted name reaches into groups), or above the form."""
        message = told(refusal)
        field: Any = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]

    @property
    def failed(self) -> bool:
        """Whether anything is wrong with what was sent."""
        return bool(self.errors)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form: 422 where something is wrong."""
        return 422 if self.failed else 200

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field or "", message) of everything wrong, in the order of the form, for the error summary."""
        return [("", message) for message in self.form_errors] + [
            pair for field in self for pair in _field_problems(field)
        ]


def attributes(**values: Any) -> Markup:
    """HTML attributes in the order of their names, as WTForms writes them; its own way of joining them took a tenth of
    the page that signs up."""
    pairs = [(clean_key(name), value) for name, value in sorted(values.items()) if value is not False]
    written = [name if value is True else f'{name}="{escape(value)}"' for name, value in pairs]
    return Markup(" ".join(written))  # noqa: S704  # every value was escaped


@cache
def _messages_of_wtforms(locale: str) -> NullTranslations:
    return Translations.load(messages_path(), [locale], domain="wtforms")


def _field_problems(field: Field) -> list[tuple[str, str]]:
    if isinstance(field, FormField):
        return [pair for inner in field.form for pair in _field_problems(inner)]
    if hasattr(field, "entries"):
        return [pair for entry in field.entries for pair in _field_problems(entry)]
    return [(field.id, str(message)) for message in field.errors]


class TextField(StringField):
    """One line of text, cleaned; ``maximum`` characters."""

    def __init__(
        self, label: Any, *, required: Any = None, maximum: int = 200, validators: Sequence[Any] = (), **kw: Any
    ) -> None:
        presence = DataRequired(required) if required else Optional(strip_whitespace=True)
        length = Length(max=maximum, message=_l("Write at most %(max)d characters."))
        super().__init__(label, [presence, length, *validators], filters=[cleaned], **kw)
        self.maximum = maximum


class LongTextField(TextAreaField):
    """Several lines of text, cleaned; ``maximum`` characters."""

    def __init__(self, label: Any, *, required: Any = None, maximum: int = 5000, **kw: Any) -> None:
        presence = DataRequired(required) if required else Optional(strip_whitespace=True)
        length = Length(max=maximum, message=_l("Write at most %(max)d characters."))
        super().__init__(label, [presence, length], filters=[cleaned], **kw)
        self.maximum = maximum


class WholeNumberField(IntegerField):
    """A whole number between ``least`` and ``most``; empty is None unless ``required`` (a message)."""

    def __init__(self, label: Any, *, required: Any = None, least: int = 0, most: int = MAX_WHOLE, **kw: Any) -> None:
        presence = InputRequired(required) if required else Optional()
        span = NumberRange(least, most, message=_l("Write a whole number from %(min)s to %(max)s."))
        super().__init__(label, [presence, span], **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            return
        try:
            self.data = int(typed) if len(typed) <= 12 else MAX_WHOLE + 1
        except ValueError as error:
            raise ValueError(gettext("Write a whole number, with digits only.")) from error

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation  # one message is enough: what is no number has no span either


class NonceField(HiddenField):
    """Makes a form that is sent twice count once: a fresh random value with every fresh form, kept when it comes back."""

    data: str | None

    def __init__(self, **kw: Any) -> None:
        super().__init__("", default=new_nonce, **kw)

    def pre_validate(self, form: Any) -> None:
        if not (self.data and len(self.data) == 32 and self.data.isalnum()):
            self.data = new_nonce()


class TextsForm(PlainForm):
    """The fields of one text, one a language; where it is ``required`` (a message) one of them must be filled, and where
    ``swedish`` (a message) that in Swedish."""

    required: Any = None
    swedish: Any = None

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.required and not any(self.data.values()):
            return self._miss(next(iter(self)), self.required)
        if self.swedish and not self.data.get("sv", "given"):
            return self._miss(self["sv"], self.swedish)
        return valid

    def _miss(self, member: Any, message: Any) -> bool:
        member.errors = [*member.errors, str(message)]
        return False


def texts_field(
    label: Any, *, maximum: int, multiline: bool = False, required: Any = None, swedish: Any = None
) -> FormField:
    """A text in each language of the installation; ``required``: message when it is empty in all of them; ``swedish``:
    message when it is empty in Swedish.

    Its data is ``{"sv": "...", "ar": "..."}`` (see ``texts_of``); the fields' names end in the language's code.
    """
    kind = LongTextField if multiline else TextField

    def build(*args: Any, **kwargs: Any) -> PlainForm:
        """Built with each form, not with its class: the languages are a setting of the running app."""
        members: dict[str, Any] = {
            language.code: kind(
                language.name, maximum=maximum, render_kw={"lang": language.code, "dir": language.direction}
            )
            for language in (LANGUAGES[code] for code in settings().language_codes)
        }
        return type("TextsForm", (TextsForm,), {**members, "required": required, "swedish": swedish})(*args, **kwargs)

    return FormField(build, label=label, separator="-")


def texts_of(field: FormField) -> dict[str, str]:
    """What was typed into a ``texts_field``: language code to text, without the empty ones."""
    return {code: text for code, text in field.data.items() if text}


__all__ = [
    "Form", "LongTextField", "NonceField", "Refused", "StopValidation", "TextField", "WholeNumberField",
    "cleaned", "texts_field", "texts_of",
]  # fmt: skip
