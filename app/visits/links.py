"""The code and the link that open a request's own page: HMACs of what they open, so that nothing at rest can be stolen
(pure)."""

from app.codes import keyed_code, keyed_digest


def own_code(key: str, nonce: str, generation: int) -> str:
    """The 10 characters on a confirmation that open the own page."""
    return keyed_code(key, "visit-own-page", nonce, generation)


def own_code_hash(key: str, code: str) -> str:
    """What is stored of such a code."""
    return keyed_digest(key, "visit-own-page-hash", code)


def link_token(key: str, code: str, generation: int) -> str:
    """What stands in the address of a mailed link: the request's code and an HMAC; made at delivery, never kept."""
    return f"{code}-{keyed_digest(key, 'visit-own-page-link', code, generation)[:32]}"
