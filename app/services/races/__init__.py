"""A race: its plan, its snapshot for the rules, what its stages decide, and its money."""
