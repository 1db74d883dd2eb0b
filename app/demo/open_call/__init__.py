"""揭榜挂帅: a list of five public items, each with its own end, paid by lump sums."""

from __future__ import annotations

from app.demo.open_call import attacking, auditing, bidding, cast, judging, needs, paying, unclaimed
from app.demo.stage import Stage


def play(stage: Stage) -> None:
    posting = needs.collect(stage, cast.FIRST)
    items = needs.argue_and_post(stage, posting, cast.FIRST)
    bids = bidding.seal(stage, items)
    bidding.open_all(stage, items)
    unclaimed.revise(stage, items["oral"])
    judging.judge(stage, posting, items, bids)
    projects = judging.award(stage, posting, items, bids)
    attacking.sign(stage, projects)
    alternate = judging.promote_the_alternate(stage, posting, items["wall"], bids["wall"])
    unclaimed.convert(stage, items["oral"])
    attacking.sign(stage, alternate)
    stage.at(2026, 2, 24, 10)
    for posted in cast.ITEMS:
        if posted.key in projects:
            paying.pay_first_part(stage, posted, projects[posted.key])
    attacking.stop_the_idle(stage, projects["river"])
    attacking.pass_milestones(stage, projects["fibre"], projects["glass"])
    attacking.test(stage, projects["fibre"], projects["glass"])
    auditing.audit(stage, posting)
