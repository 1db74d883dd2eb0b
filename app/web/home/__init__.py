"""Everybody's own page: what waits for me and until when; my messages."""

from app.web.home.views import NAVIGATION as NAVIGATION
from app.web.home.views import blueprint as blueprint
