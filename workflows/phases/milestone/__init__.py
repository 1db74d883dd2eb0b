"""A milestone from its notice to the conclusion of its panel."""
