"""Everybody's own page: what waits for me and until when, news, saved lists, my messages."""

from app.web.home import inbox, saved, watching
from app.web.home.views import NAVIGATION as NAVIGATION
from app.web.home.views import blueprint as blueprint

__all__ = ["NAVIGATION", "blueprint", "inbox", "saved", "watching"]
