"""The glossary, the first walk round the house for each role, and the page of all components."""

from app.web.help import styleguide, touring
from app.web.help.views import blueprint as blueprint

__all__ = ["blueprint", "styleguide", "touring"]
