"""The money of the house: the books, funds, payments, batches, and what units report."""
