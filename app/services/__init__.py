"""The write side: one verb per function; every state change goes through `moves.take`."""
