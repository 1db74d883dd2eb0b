"""Review: panels, what each member reads and may not, opinions, discussion, vote, recusal."""
