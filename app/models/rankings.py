"""What the scores of a call bear, as computed when its panels locked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class CallRanking(Base):
    """`lottery_commitment` is published before scores are opened, `lottery_seed` after the lock.
    `calibrated` is empty until a panel has locked; its shape is that of services.calibrating, and
    it is read only where it is shown. `edition` counts how often results have changed."""

    __tablename__ = "call_ranking"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), unique=True)
    lottery_seed: Mapped[str] = mapped_column(String(64))
    lottery_commitment: Mapped[str] = mapped_column(String(64))
    calibrated: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    edition: Mapped[int] = mapped_column(default=0, server_default="0")
