"""What a browser sends, freed from characters that nobody types before anything reads it.

A NUL would be an error of PostgreSQL, and other control characters make a page that no reader can parse."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, abort, current_app, request
from werkzeug.datastructures import ImmutableMultiDict

from app.languages import printable

View = TypeVar("View", bound=Callable[..., Any])


class Typed(ImmutableMultiDict[str, Any]):
    """The fields of a form or of a query, without control characters; files as they are."""

    def __init__(self, mapping: Any = None) -> None:
        pairs = ImmutableMultiDict(mapping).items(multi=True)
        super().__init__([(printable(name), _typed(value)) for name, value in pairs])


class TypedRequest(Request):
    parameter_storage_class = Typed


def takes(most_bytes: int) -> Callable[[View], View]:
    """Let a view be sent more than other pages: a file, of ``most_bytes`` with all around it."""

    def mark(view: View) -> View:
        vars(view)["most_bytes"] = most_bytes
        return view

    return mark


def init_app(app: Flask) -> None:
    app.request_class = TypedRequest
    app.before_request(_let_send)
    app.before_request(_refuse_unprintable_address)


def _typed(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value


def _let_send() -> None:
    """Before anything reads the form."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "most_bytes", request.max_content_length)


def _refuse_unprintable_address() -> None:
    """No address of ours has such characters."""
    if not request.path.isprintable():
        abort(404)
