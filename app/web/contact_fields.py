"""How somebody can be reached: an address that could exist, a number as people write it."""

from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, TelField
from wtforms.validators import Length, Optional, ValidationError

from app.web.forms import cleaned

HOME_COUNTRY = "SE"
TOO_LONG = _l("Write at most %(max)d characters.")


class AddressField(EmailField):
    """An e-mail address, or nothing."""

    data: Any

    def __init__(self, label: Any, **kw: Any) -> None:
        checks = [Optional(), Length(max=254, message=TOO_LONG), _check_address]
        super().__init__(label, checks, filters=[cleaned], render_kw={"autocomplete": "email"}, **kw)

    @property
    def address(self) -> str | None:
        """What was typed, as it is kept."""
        return _address(self.data) if self.data else None


class NumberField(TelField):
    """A telephone number, or nothing."""

    data: Any

    def __init__(self, label: Any, **kw: Any) -> None:
        checks = [Optional(), Length(max=40, message=TOO_LONG), _check_number]
        super().__init__(label, checks, filters=[cleaned], render_kw={"autocomplete": "tel"}, **kw)

    @property
    def number(self) -> str | None:
        """What was typed, as it is kept."""
        return _number(self.data) if self.data else None


def _check_address(_form: Any, field: Any) -> None:
    """An address that could exist; whether it does is not asked of anybody."""
    try:
        _address(field.data)
    except EmailNotValidError as error:
        raise ValidationError(_("Write the address like this: name@example.org")) from error


def _check_number(_form: Any, field: Any) -> None:
    """A Swedish number as people write it, or any country's with its +."""
    try:
        _number(field.data)
    except phonenumbers.NumberParseException as error:
        raise ValidationError(_("Write the number like this: 070 123 45 67")) from error


def _address(typed: str) -> str:
    return str(validate_email(typed, check_deliverability=False, test_environment=True).normalized.lower())


def _number(typed: str) -> str:
    number = phonenumbers.parse(typed, HOME_COUNTRY)
    if not phonenumbers.is_valid_number(number):
        raise phonenumbers.NumberParseException(phonenumbers.NumberParseException.NOT_A_NUMBER, "no such number")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
