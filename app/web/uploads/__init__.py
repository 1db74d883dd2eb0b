"""Files sent in parts: the core, creation and termination of tus 1.0.0."""

from app.web.uploads import views
from app.web.uploads.views import blueprint as blueprint

__all__ = ["blueprint", "views"]
