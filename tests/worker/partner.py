"""The system of a partner that webhooks tell: what arrives there is kept."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from ipaddress import ip_network

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass
class Partner:
    """A partner's system: answers as `answers` say, then 204, and keeps what it was told."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/hooks?key=written-into-the-address"

    def cases(self) -> list[int]:
        return [json.loads(body)["data"]["id"] for _headers, body in self.told]

    def verifies(self, secret: str, number: int = -1) -> bool:
        """As its own library would: any of the signatures is by this secret."""
        headers, body = self.told[number]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = b64decode(secret.removeprefix("whsec_"))
        mine = b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return f"v1,{mine}" in headers["webhook-signature"].split(" ")
