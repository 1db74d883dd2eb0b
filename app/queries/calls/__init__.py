"""Calls, items, proposals and notices: for the public, the office and whoever applies."""
