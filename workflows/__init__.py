"""The rules of the office as data: pure, standard library only, no clock, no randomness."""
