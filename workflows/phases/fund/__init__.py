"""The moves of the money of a project: frozen and resumed, spent and settled, recovered."""
