"""What the pledge (军令状) of a claimed item fixes beside its contract: B13."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BidTerms, Item, Proposal
from app.services.contracts.pledge import PledgeTerms


def pledge_of(session: Session, bid: Proposal, item: Item) -> PledgeTerms:
    """As posted, or as agreed in the negotiation."""
    agreed = session.scalars(select(BidTerms).where(BidTerms.proposal_id == bid.id)).first()
    days = bid.call.parameters["demander_default_days"]
    return PledgeTerms(
        target=item.target,
        rewards=(
            "核心指标全部达到，认定揭榜成功，拨付尾款并颁发揭榜成功证书。",
            f"知识产权：{_ended(agreed.rights if agreed else item.rights)}",
            f"交付：{_ended(agreed.delivery if agreed else '')}",
        ),
        penalties=(
            "核心指标有一项未达到即为揭榜失败，尾款不予拨付。",
            "里程碑执行不力的即时叫停；主观不努力的，追回经费并记入科研诚信记录。",
        ),
        exits=(
            f"发榜单位停止出资、退出或破产的，{days}日内另寻用户，未果即终止，团队不担责。",
            "勤勉尽责而未成功的，经责任认定予以免责，按结题处理。",
        ),
    )


def _ended(typed: str) -> str:
    """One full stop, whether it was typed or not."""
    return f"{typed.rstrip('。；')}。"
