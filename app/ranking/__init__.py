"""From scores to a ranking: exact arithmetic, rounded once."""
