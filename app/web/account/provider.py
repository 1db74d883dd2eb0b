"""The provider of single sign-on, as this site reaches it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import abort, current_app
from joserfc.errors import JoseError
from requests import RequestException

from config import Provider

_SECONDS_MOST = 10
LEEWAY = 30
"""Seconds by which the clocks of provider and site may differ."""

FAULTS = (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError)
"""What a provider that is away, broken or not the one that was asked for leads to."""


def the_provider() -> Provider:
    provider: Provider | None = current_app.config["SETTINGS"].provider
    return provider or abort(404)


@lru_cache(maxsize=4)
def client_of(provider: Provider) -> Any:
    """Fetches what the provider publishes about itself once, its keys again when they change."""
    return FlaskOAuth2App(
        FlaskIntegration("single_sign_on"),
        "single_sign_on",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": _SECONDS_MOST,
        },
    )
