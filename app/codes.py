"""Random codes and keyed digests (standard library only).

Public things carry a short ``code`` (Crockford base32: no I, L, O, U), never an id. Tokens in links are HMACs over what
they open, so that nothing is stored that could be stolen.
"""

import hashlib
import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": None, " ": None})


def new_code(length: int = 8) -> str:
    """A random code of ``length`` characters, 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_nonce() -> str:
    """128 random bits as 32 hexadecimal digits: makes a form that is sent twice count once."""
    return secrets.token_hex(16)


def normalise_code(typed: str) -> str:
    """What somebody typed, as a code: upper case, look-alikes mapped as Crockford says, hyphens and spaces dropped."""
    return typed.strip().upper().translate(_LOOKALIKES)


def keyed_digest(key: str, purpose: str, *parts: object) -> str:
    """HMAC-SHA256 of ``parts`` under ``key`` for one ``purpose``, as 64 hexadecimal digits."""
    message = "\x1f".join([purpose, *(str(part) for part in parts)])
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def keyed_code(key: str, purpose: str, *parts: object, length: int = 10) -> str:
    """The same HMAC as a code that a person can type: ``length`` Crockford characters (10 = 50 bits)."""
    number = int(keyed_digest(key, purpose, *parts), 16)
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(length))


def same(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode(), right.encode())
