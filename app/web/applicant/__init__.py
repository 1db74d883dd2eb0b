"""Applicants: their proposals, the form, memberships."""

from app.web.applicant import bidding, people_and_files
from app.web.applicant.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "bidding", "blueprint", "people_and_files"]
