"""For machines that watch this one: life, readiness, measures."""

from app.web.operator.views import blueprint as blueprint
