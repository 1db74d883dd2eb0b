"""Measurements, apart from the tests: each prints a table and keeps its figures as JSON."""
