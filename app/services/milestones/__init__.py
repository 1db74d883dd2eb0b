"""Milestones of projects under way: planned by the contract, reported on, assessed (J3-J7)."""
