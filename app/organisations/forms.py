"""The shape of an organisation and of inviting somebody to it."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, URLField
from wtforms.validators import URL, Email, Length, Optional, Regexp

from app.accounts.forms import InviteForm
from app.organisations.rules import KIND_NAMES, Kind
from app.web.forms import Form, TextField, cleaned, texts_field

_WHOLE_ADDRESS = _l("Write the address in full, with https:// at the start.")


class OrganisationForm(Form):
    """Who arranges. The kind is chosen once, when the organisation is made; the description comes in by ``with_texts``."""

    name = TextField(_l("Name"), required=_l("Write the name of the organisation."), maximum=200)
    email = EmailField(
        _l("E-mail address for visitors"),
        [Optional(), Length(max=254), Email(_l("Write the address like this: name@example.org"))],
        filters=[cleaned],
    )
    phone = TextField(_l("Telephone for visitors"), maximum=40, render_kw={"inputmode": "tel"})
    website = URLField(
        _l("Web page"),
        [
            Optional(),
            Length(max=300),
            URL(message=_WHOLE_ADDRESS),
            # The check before this one also takes javascript://example.org/.
            Regexp(r"https?://", re.IGNORECASE, message=_WHOLE_ADDRESS),
        ],
        filters=[cleaned],
    )


class NewOrganisationForm(OrganisationForm):
    kind = SelectField(_l("Kind"), choices=[])

    def translate_kinds(self, translate: Any) -> None:
        self.kind.choices = [(kind.value, translate(KIND_NAMES[kind])) for kind in Kind]


class MemberForm(InviteForm):
    """An invitation: the roles offered depend on who invites and to what."""

    role = SelectField(_l("Role"), choices=[])
    language = SelectField(_l("Language of the mail"), choices=[])


def with_description(form: type[Form]) -> type[Form]:
    """``form`` with a description in each language of the installation."""
    description = texts_field(_l("About the organisation"), maximum=2000, multiline=True)
    return type(form.__name__, (form,), {"description": description})
