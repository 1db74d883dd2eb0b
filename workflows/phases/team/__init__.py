"""How a team of a race moves, phase by phase."""
