"""Pages of the contract (任务书): its text, its versions, and the leader's edits before signing."""

from app.web.contracts.views import blueprint

__all__ = ["blueprint"]
