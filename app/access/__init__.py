"""Who may see and do what: roles on this case, rows through `load`, guards on routes."""
