"""Projects of earlier years: read from a sheet, taken over, and counted where rules count projects
(docs/import.md)."""
