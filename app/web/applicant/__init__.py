"""Applicants: their proposals, the form, memberships."""

from app.web.applicant.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint"]
