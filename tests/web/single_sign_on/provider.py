"""A small OpenID Connect provider on loopback, which says whatever a test wants it to say."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "chongxian", "of the client"
_HEADER = {"alg": "RS256", "kid": "k"}


@dataclass
class LocalProvider:
    """`says` overrides claims of the next tokens; a value of None leaves the claim out."""

    issuer: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: _key())
    signs_with: RSAKey | None = None
    ends_sessions: bool = True
    asked: list[dict[str, str]] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def signed(self, claims: dict[str, Any]) -> str:
        """A token; a value of None leaves the claim out."""
        said = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(_HEADER, said, self.signs_with or self.key)

    def app(self) -> Flask:
        app = Flask("provider")
        app.get("/.well-known/openid-configuration")(self._about)
        app.get("/authorize")(self._authorize)
        app.post("/token")(self._token)
        app.get("/keys")(lambda: jsonify(keys=[self.key.as_dict(private=False)]))
        return app

    def _about(self) -> Response:
        ending = {"end_session_endpoint": f"{self.issuer}/end"} if self.ends_sessions else {}
        return jsonify(
            **ending,
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    def _authorize(self) -> Any:
        """Signs everybody in at once, as a provider does for whom it knows."""
        given = request.args.to_dict()
        self.asked.append(given)
        code = secrets.token_urlsafe()
        self._codes[code] = given
        back = urlencode({"code": code, "state": given["state"]})
        return redirect(f"{given['redirect_uri']}?{back}")

    def _token(self) -> Any:
        asked = self._codes.pop(request.form["code"])
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        credentials = request.authorization
        if asked["code_challenge"] != challenge or asked["code_challenge_method"] != "S256":
            return jsonify(error="invalid_grant"), 400
        if credentials is None or (credentials.username, credentials.password) != (CLIENT, SECRET):
            return jsonify(error="invalid_client"), 401
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "zhou-001",
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
            "email": "zhou@example.org",
            "email_verified": True,
        } | self.says
        return jsonify(access_token="a", token_type="Bearer", id_token=self.signed(claims))


def _key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "k"})


@contextmanager
def provider() -> Iterator[LocalProvider]:
    made = LocalProvider()
    server = make_server("127.0.0.1", 0, made.app(), threaded=True)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
