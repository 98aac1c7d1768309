"""The base of every business refusal."""

from typing import Any, ClassVar


class Refused(Exception):
    """Something the rules do not allow. ``message`` is an English catalogue text with %(name)s places.

    Views translate it with the refusal's ``params`` and show it beside the field named by ``field``, or above the
    form. A refusal is never a server error: outside a form it becomes a page with status ``status``, under ``title``
    or else the usual title of that status.
    """

    message: ClassVar[str] = ""
    status: ClassVar[int] = 409
    title: ClassVar[str] = ""
    field: str | None = None

    def __init__(self, field: str | None = None, **params: Any) -> None:
        super().__init__(self.message % params if params else self.message)
        self.params = params
        if field is not None:
            self.field = field


class NotFound(Refused):
    """No such thing, or not for this reader: both look the same from outside."""

    status = 404
