"""Changes of running projects, suspensions and appeals (domain J8-J11, J19, §3.9)."""
