"""What passkeys are bound to. By itself: every page of sign-in asks whether there are passkeys
here, few need the library that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from config import Settings


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to: the name of the host, and where its page comes from."""

    name: str
    origin: str


def site_of(settings: Settings) -> Site | None:
    """None where the address has no host name: there are no passkeys for bare IP addresses."""
    host = urlsplit(settings.base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return Site(host, settings.base_url) if host else None
    return None
