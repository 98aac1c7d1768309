"""The shape of signing in, of an invitation and of accepting one."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import Email, InputRequired, Length

from app.web.forms import Form, TextField, cleaned


class SignInForm(Form):
    next = HiddenField()
    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write your e-mail address.")), Length(max=254)],
        filters=[cleaned],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Write your password.")), Length(max=500)],
        render_kw={"autocomplete": "current-password"},
    )


class AcceptForm(Form):
    name = TextField(_l("Your name"), required=_l("Write your name."), maximum=120, render_kw={"autocomplete": "name"})
    password = PasswordField(
        _l("Choose a password"),
        [InputRequired(_l("Choose a password.")), Length(max=500)],
        render_kw={"autocomplete": "new-password"},
    )


class InviteForm(Form):
    email = EmailField(
        _l("E-mail address"),
        [
            InputRequired(_l("Write the e-mail address of the person you invite.")),
            Length(max=254),
            Email(_l("Write the address like this: name@example.org")),
        ],
        filters=[cleaned],
        render_kw={"autocomplete": "off"},
    )
