"""gunicorn's own lines: in production written as all others are, whether a web process says them or
the one above it, which never loads the site and tells of a process that hung or was killed."""

from __future__ import annotations

import os
from typing import Any

from gunicorn.glogging import Logger

from app.operating.logs import lines_of_library
from config import Mode


class ServerLog(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        if (os.environ.get("CHONGXIAN_MODE") or Mode.PRODUCTION) == Mode.PRODUCTION:
            for handler in self.error_log.handlers:
                handler.setFormatter(lines_of_library())

    def exception(self, msg: object, *_address: Any, **named: Any) -> None:
        """A request that failed outside the site has an id and a traceback, and no address: a
        secret may stand in it."""
        super().exception(str(msg).partition(" %")[0], **named)
