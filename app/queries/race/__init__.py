"""Races, their boards, what a race adds to the ledger of metrics, and its playback."""
