"""Accounts: signing in and out, registering, the mail address, passwords, second
factors, one's own data."""

from app.web.account import (  # noqa: F401 - their routes
    adding,
    back_channel,
    identities,
    joining,
    notifications,
    passkeys,
    passwords,
    profile,
    registering,
    second_step,
    security,
    signing,
    single_sign_on,
    tokens,
)
from app.web.account.pages import blueprint as blueprint
