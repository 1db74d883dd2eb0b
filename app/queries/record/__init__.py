"""What the history says of one case, and the search of all of it."""
