"""The plan's indicators, tasks and platforms as its office keeps them."""
