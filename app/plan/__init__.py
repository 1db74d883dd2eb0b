"""The plan the product serves, with its programmes, catalogues and units."""
