"""A proposal before it is submitted, and what submitting freezes."""
