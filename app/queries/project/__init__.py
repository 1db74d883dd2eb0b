"""Contracts, milestones, changes and acceptances of projects."""
