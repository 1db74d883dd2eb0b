"""An integrity case from the clue to the end of a sanction."""
