"""Accounts: signing in and out, registering, the mail address, passwords, one's own data."""

from app.web.account import passwords, profile, registering, signing  # noqa: F401 - their routes
from app.web.account.pages import blueprint as blueprint
