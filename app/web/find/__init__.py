"""One box that finds whatever its reader may see; a unit's page."""

from app.web.find.views import blueprint as blueprint
