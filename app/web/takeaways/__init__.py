"""Taking away: lists as sheets, cases as dossiers, and the files made for oneself."""

from app.web.takeaways import files, sheets
from app.web.takeaways.files import blueprint as blueprint

__all__ = ["blueprint", "files", "sheets"]
