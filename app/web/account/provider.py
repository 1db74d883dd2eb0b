"""The provider of single sign-on, as this site reaches it. Its libraries are loaded late: sites
without a provider do without them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import abort, current_app

from connections import Provider

_SECONDS_MOST = 10
LEEWAY = 30
"""Seconds by which the clocks of provider and site may differ."""


def the_provider() -> Provider:
    provider: Provider | None = current_app.config["SETTINGS"].provider
    return provider or abort(404)


@lru_cache(maxsize=4)
def client_of(provider: Provider) -> Any:
    """Fetches what the provider publishes about itself once, its keys again when they change."""
    from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App

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


def faults() -> tuple[type[Exception], ...]:
    """What a provider that is away, broken or not the one that was asked for leads to."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError
    from requests import RequestException

    return AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError


def verified(provider: Provider, token: str, required: tuple[str, ...]) -> dict[str, Any]:
    """What a token of the provider for us says, with these claims in it. Raises one of `faults`."""
    from joserfc.jwt import JWTClaimsRegistry

    said = _decoded(client_of(provider), token)
    also: dict[str, Any] = {name: {"essential": True} for name in required}
    JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        **also,
    ).validate(said)
    return said


def _decoded(client: Any, token: str) -> dict[str, Any]:
    """The keys are fetched once more when none of them is the one that is named."""
    from joserfc import jwt
    from joserfc.errors import InvalidKeyIdError
    from joserfc.jwk import KeySet
    from joserfc.jws import JWSRegistry

    algorithms = client.load_server_metadata().get("id_token_signing_alg_values_supported")
    registry = JWSRegistry(algorithms=algorithms, strict_check_header=False)
    try:
        keys = KeySet.import_key_set(client.fetch_jwk_set())
        return jwt.decode(token, key=keys, registry=registry).claims
    except InvalidKeyIdError:
        keys = KeySet.import_key_set(client.fetch_jwk_set(force=True))
        return jwt.decode(token, key=keys, registry=registry).claims
