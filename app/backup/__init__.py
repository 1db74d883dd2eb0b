"""One archive of database and files that agree with each other, and the way back from it."""
