"""Headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response, current_app, request
from flask_login import current_user
from sqlalchemy.exc import OperationalError

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        # Bootstrap draws its check marks and arrows as data: images, the set-up page its QR code.
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
BY_TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
PRIVATE = {"Cache-Control": "no-store"}
"""What one person may see is not left in the browser for the next one, nor is a page of an account
on which somebody is about to sign in."""


def init_headers(app: Flask) -> None:
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    wanted = ALWAYS | BY_TLS if current_app.config["SETTINGS"].is_served_by_tls else ALWAYS
    there = {name.lower() for name, _value in response.headers}
    response.headers.extend({n: v for n, v in wanted.items() if n.lower() not in there})
    if _is_private():
        response.headers.update(PRIVATE)  # a file handed out would only be asked about anew
    return response


def _is_private() -> bool:
    """Also where nobody can say for whom the answer is, since the database is away."""
    try:
        return request.blueprint == "account" or bool(
            current_user and current_user.is_authenticated
        )
    except OperationalError:
        return True
