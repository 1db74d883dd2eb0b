"""Acceptance (验收): applying for it, judging, and what was achieved (domain J14-J18, §3.8)."""
