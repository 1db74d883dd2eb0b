"""Proof that the record of moves was not changed afterwards."""
