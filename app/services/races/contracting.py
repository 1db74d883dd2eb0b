"""What a race fixes in the contract of every team alike: stages, indicators, pledge (R3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.models import Race, Stage
from app.services.contracts.pledge import PledgeTerms, with_pledge
from app.services.races.indicators import in_words
from workflows.race.formulas import FORMULAS


def with_race(terms: Mapping[str, Any], race: Race) -> dict[str, Any]:
    """The terms of a team's contract: the stages that were published take the place of its own
    milestones, and no team changes them (`nodes_fixed`)."""
    stages = [_as_milestone(stage) for stage in race.stages]
    payments = [{"basis": "start", "amount": terms["amount"]}]
    bound = {**terms, "milestones": stages, "nodes_fixed": True, "payments": payments}
    return with_pledge(bound, _pledge(race))


def _as_milestone(stage: Stage) -> dict[str, Any]:
    indicators = "；".join(in_words(row) for row in stage.indicators)
    return {
        "title": f"第{stage.number}节点",
        "due_on": stage.due_on.isoformat(),
        "deliverable": f"{indicators}。测试规程：{stage.protocol}",
        "targets": {},
    }


def _pledge(race: Race) -> PledgeTerms:
    line = "；".join(in_words(row) for row in race.finish_line)
    return PledgeTerms(
        target=f"{race.target}冲线标准：{line}。",
        rewards=(
            "首个有效通过冲线评审的团队为胜出团队，其后通过的为完成团队，颁发冲线证书，"
            "按公布的办法分享冲线奖励。",
            f"各节点经费按公布的公式（{FORMULAS[race.formula].label.zh}）再分配。",
        ),
        penalties=(
            "节点考核未达标的，按公布的名额和规则保持观察或者淘汰，终止支持，结余经费退回。",
            "主观不努力的，追回经费并记入科研诚信记录。",
        ),
        exits=(
            f"未胜出团队：{race.loser_rule}",
            "淘汰、并入、退赛不记诚信；未冲线而勤勉尽责的，经责任认定予以免责，按结题处理。",
        ),
    )
