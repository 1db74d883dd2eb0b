"""Panels that assess what was done, and the opinions of their members (domain §3.1-3.2)."""
