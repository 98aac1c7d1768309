"""The way out of mails that nobody asked for one by one (RFC 8058): a token in their head opens a page, a button acts."""

from app.codes import keyed_digest, same
from app.settings import secret


def token_of(whose: str, code: str) -> str:
    """The token of ``whose`` ("registration" or "staff") mails; made at delivery, never kept."""
    return f"{code}-{keyed_digest(secret(), 'unsubscribe', whose, code)[:32]}"


def code_of(whose: str, token: str) -> str | None:
    """The code that a token is for; none where it is not one of ours."""
    code = token.partition("-")[0]
    return code if same(token, token_of(whose, code)) else None
