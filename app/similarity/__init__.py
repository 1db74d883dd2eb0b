"""查重: which passages two texts share, to the character, and how to find such texts among many."""
