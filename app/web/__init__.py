"""One package per audience; views are thin, rules live elsewhere."""
