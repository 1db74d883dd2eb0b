"""What an expert says about themselves, and how they answer an invitation; domain §3.1, §3.2."""

from app.web.expert import answering, views
from app.web.expert.blueprint import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "answering", "blueprint", "views"]
