"""Security headers on every answer: nothing from elsewhere, no inline script or style, no framing, no referrer leak."""

from flask import Flask
from werkzeug.wrappers import Response

POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Flask-WTF refuses HTTPS posts without a Referer, so not "no-referrer"; own-page links redirect to a clean address.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def init_app(app: Flask, secure: bool) -> None:
    fixed = {**HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if secure else {})}

    def add(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.after_request(add)
