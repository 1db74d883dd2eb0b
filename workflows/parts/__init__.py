"""Small machines that every mechanism shares: one per concern."""
