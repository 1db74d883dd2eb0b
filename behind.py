"""The application object of the programs behind the site (worker, relay, clock): without its pages,
which are a third of their memory."""

from app.factory import create_app

app = create_app(pages=False)
