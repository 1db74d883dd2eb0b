"""Integrity: clues and the cases that come of them, and pledges (domain §3.10)."""
