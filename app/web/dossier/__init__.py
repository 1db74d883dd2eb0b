"""The page of a proposal and of a project, for everybody who holds a role on it."""

from app.web.dossier import items, platforms
from app.web.dossier.views import blueprint

__all__ = ["blueprint", "items", "platforms"]
