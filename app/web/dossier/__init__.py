"""The page of a proposal and of a project, for everybody who holds a role on it."""

from app.web.dossier import course, items, limits, platforms, projects, proposals
from app.web.dossier.blueprint import blueprint

__all__ = ["blueprint", "course", "items", "limits", "platforms", "projects", "proposals"]
