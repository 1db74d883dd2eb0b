"""The page of a proposal and of a project, for everybody who holds a role on it."""

from app.web.dossier import course, items, limits, platforms
from app.web.dossier.views import blueprint

__all__ = ["blueprint", "course", "items", "limits", "platforms"]
