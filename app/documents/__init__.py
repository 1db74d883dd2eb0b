"""Letters as PDF: a frozen payload in, bytes out; no web, no database."""
