"""The application object for gunicorn and the flask command."""

import sys

from app.factory import create_app
from environment import BadSetting

_STOPS_GUNICORN = 3
"""With which a worker says that it cannot start; after any other it would be started over again."""

try:
    app = create_app()
except BadSetting as wrong:
    sys.stderr.write(f"{wrong}\n")
    sys.exit(_STOPS_GUNICORN)
