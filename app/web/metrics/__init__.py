"""The metric ledger: of one project and of a programme, as a table and as a chart."""

from app.web.metrics.views import NAVIGATION, blueprint

__all__ = ["NAVIGATION", "blueprint"]
