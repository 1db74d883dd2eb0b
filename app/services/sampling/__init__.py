"""The audit sample of lump-sum projects: who is drawn, and how anybody repeats it (§3.6)."""
