"""An acceptance from the application to the end of its public notice."""
