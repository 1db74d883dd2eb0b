"""Which moves a scope covers: those of the kind of case that a token of this scope reads."""

from __future__ import annotations

from app.services.identity.api_tokens import SCOPES

KIND_OF = {
    "calls": "call",
    "items": "item",
    "proposals": "proposal",
    "projects": "project",
    "payments": "payment",
    "notices": "notice",
}
SCOPE_OF = {kind: scope for scope, kind in KIND_OF.items()}
LABELS = {scope: SCOPES[scope] for scope in KIND_OF}


def type_of(kind: str) -> str:
    """The type of the event: that such a case moved. Whereto, the API tells."""
    return f"{kind}.moved"
