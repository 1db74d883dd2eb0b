"""All that a move can reach; whoever starts a process loads it, and the door finds it wired."""

from app.services import acts, letters  # noqa: F401
from app.services.facts import builders  # noqa: F401
from app.services.races import keeping  # noqa: F401
from app.services.telling import messages  # noqa: F401
