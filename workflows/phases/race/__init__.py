"""How a race moves, phase by phase: R1-R22."""
