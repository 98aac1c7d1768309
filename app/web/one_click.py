"""The button that ends mails, also where a mail program presses it (RFC 8058)."""

from flask import request
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms.validators import ValidationError


def mails_wished() -> bool:
    """Whether the mails are wished from now on. A mail program says ``List-Unsubscribe=One-Click`` and holds no token of our
    forms; the secret address proves that it may. Every other post needs the token. Raises CSRFError."""
    if request.form.get("List-Unsubscribe") == "One-Click":
        return False
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError as error:
        raise CSRFError(str(error)) from error
    return request.form.get("wished") == "yes"
