"""The house, room by room; `app.factory` puts an application together. Nothing is loaded here: what
supervises the site needs two or three of its modules only."""
