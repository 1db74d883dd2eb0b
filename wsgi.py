"""The application object for gunicorn and the flask command."""

from app.factory import create_app

app = create_app()
