"""The portal: calls, notices, results, verification; public facts only."""

from app.web.public import objecting, posting, verifying
from app.web.public.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint", "objecting", "posting", "verifying"]
