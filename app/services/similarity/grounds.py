"""What an applicant learns whose proposal is refused for what it resembles: how much of it, and
where in it. Of a proposal of somebody else nothing but that it is one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Proposal
from app.services.similarity.content import part_name
from app.services.similarity.findings import Resembled, to_look_at
from workflows.engine.text import Text, listed


def grounds(session: Session, proposal: Proposal) -> tuple[Text, ...]:
    rules = proposal.call.parameters
    return tuple(_ground(proposal, one) for one in to_look_at(session, proposal, rules))


def _ground(proposal: Proposal, one: Resembled) -> Text:
    is_own = one.other.pi_id == proposal.pi_id
    where = (_OWN if is_own else _OF_OTHERS).format(number=one.other.number or "")
    more = _MORE_OF_IT.format(share=one.its_share // 100) if one.its_share > one.share else ""
    said = _SHARED.format(share=one.share // 100, where=where, parts=_parts(one), more=more)
    return _METRICS.format(said=said, count=one.same_metrics) if one.same_metrics else said


def _parts(one: Resembled) -> Text | str:
    parts = dict.fromkeys(str(part) for part, *_places in one.passages)
    names = listed([part_name(one.version, part) for part in parts])
    return _IN.format(parts=names) if parts else ""


_OWN = Text("同一负责人的申报书 {number}", "proposal {number}, led by the same person")
_OF_OTHERS = Text("其他申报人的申报书", "a proposal of another applicant")
_SHARED = Text(
    "本件文字的 {share}% 见于{where}{parts}{more}",
    "{share}% of the text is in {where}{parts}{more}",
)
_MORE_OF_IT = Text("，占该件文字的 {share}%", ", {share}% of that one's text")
_IN = Text("（{parts}）", " ({parts})")
_METRICS = Text("{said}，相同考核指标 {count} 项", "{said}, and {count} metrics are the same")
