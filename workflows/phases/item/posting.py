"""Posted, closed, unclaimed, posted again: B3-B9."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Ask, AskKind, At, Transition
from workflows.engine.text import Text
from workflows.facts import ItemFacts
from workflows.guards import item as rule
from workflows.guards import need
from workflows.guards.placing import EVERY_BID_JUDGED, SETTLED_AGAIN
from workflows.guards.stopping import list_is_running, no_panel_at_work
from workflows.hands import CHECKER, CLOCK, DECIDES, DEMANDER, OFFICER, PI
from workflows.parts.asks import MINUTES, PUBLIC_REASON
from workflows.phases.item.need import CONCLUDE, REWORDED
from workflows.roles import Role

COMMISSION = "commission"
OTHER_WAYS: tuple[tuple[str, Text], ...] = (
    ("parallel_teams", Text("赛马争先", "Parallel teams")),
    ("open_competition", Text("公开竞争", "Open competition")),
    (COMMISSION, Text("定向委托", "Direct commission")),
)
"""What an item that nobody claims may be turned into (B9)."""

_OTHER_WAY = Ask(
    "mechanism",
    Text("转为", "Convert to"),
    AskKind.CHOICE,
    choices=OTHER_WAYS,
    hint=Text(
        "转为赛马争先或公开竞争的，随即生成指南草稿，由主办人补齐；定向委托不设申报，"
        "承担单位由厅务会另行确定",
        "If converted to parallel teams or open competition, a draft call is created for the "
        "programme officer to complete. A direct commission takes no applications; the executive "
        "meeting decides separately who carries it out",
    ),
)
_NOBODY = (
    SendLetter("unclaimed_notice"),
    Notify("item_unclaimed", DEMANDER | OFFICER),
)

POSTING: tuple[Transition[ItemFacts], ...] = (
    Transition(
        name="post",
        label=Text("张榜", "Post"),
        source=("ready",),
        target="posted",
        roles=CLOCK,
        guards=(
            need.posting_complete,
            need.metrics_quantifiable,
            need.nodes_lie_ahead,
            *need.DEMANDER_STANDS,
        ),
        effects=(Apply("open_posting"), Notify("item_posted", DEMANDER)),
        clause=Text("B3 · 随榜单发布", "B3 · posted with the list"),
    ),
    Transition(
        name="amend",
        label=Text("发布更正", "Publish a correction"),
        source=("posted",),
        target="posted",
        roles=OFFICER,
        approvals=(Role.DEMANDER, Role.DECISION_MAKER),
        guards=(
            rule.before_close,
            rule.something_changes,
            *REWORDED,
        ),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            Apply("publish_amendment"),
            Cascade("proposal", "return_unopened"),
            Notify("item_amended", DEMANDER | PI),
        ),
        separation=("draft",),
        separated=DECIDES,
        clause=Text(
            "C5 · 张榜后只以公告更正；指标变化则重新计算张榜期，已密封的须重新揭榜",
            "C5 · after posting, corrected only by public notice; if metrics change, the posting "
            "period starts again and sealed bids must be resubmitted",
        ),
    ),
    Transition(
        name="allow_extension",
        label=Text("批准到期无人揭榜即延期", "Approve an extension if nobody bids"),
        source=("posted",),
        target="posted",
        roles=OFFICER,
        guards=(rule.before_close, rule.extension_still_open),
        asks=(PUBLIC_REASON,),
        effects=(Apply("allow_extension"),),
        clause=Text(
            "B6 · 截止前批准，只一次；到期有无揭榜由系统判断，此前任何人不得知悉",
            "B6 · approved before the close, once only; the system determines at the close "
            "whether anyone bid, and nobody knows before then",
        ),
    ),
    Transition(
        name="stand_still",
        label=Text("暂停揭榜", "Pause bidding"),
        source=("posted",),
        target="paused",
        roles=CLOCK,
        guards=(rule.before_close,),
        effects=(Apply("stop_window"), Notify("item_paused", DEMANDER | PI)),
        clause=Text("C13 · 随榜单暂停，停止计时", "C13 · paused with the list; the clock stops"),
    ),
    Transition(
        name="run_again",
        label=Text("恢复揭榜", "Resume bidding"),
        source=("paused",),
        target="posted",
        roles=CLOCK,
        effects=(Apply("move_window"), Notify("item_runs_again", DEMANDER | PI)),
        clause=Text(
            "C13 · 随榜单恢复，截止按停止天数顺延",
            "C13 · resumed with the list; the close moves back by the days paused",
        ),
    ),
    Transition(
        name="close",
        label=Text("揭榜截止", "Close bidding"),
        source=("posted",),
        target="bid_closed",
        roles=CLOCK,
        guards=(rule.close_reached, rule.enough_bids),
        effects=(
            Apply("release_key"),
            Cascade("proposal", "open_bid"),
            Cascade("proposal", "expire"),
            Notify("bids_opened", OFFICER | DEMANDER | CHECKER),
        ),
        due=At("close_at"),
        clause=Text(
            "B5 · 到时截止，统一开启", "B5 · closes automatically; all bids are opened together"
        ),
    ),
    Transition(
        name="close",
        label=Text("延期张榜", "Extend posting"),
        source=("posted",),
        target="posted",
        roles=CLOCK,
        guards=(rule.close_reached, rule.is_extended_now),
        effects=(Apply("extend_posting"), Notify("item_extended", DEMANDER | OFFICER)),
        due=At("close_at"),
        clause=Text("B6 · 无人揭榜，延期一次", "B6 · nobody bid: extended once"),
    ),
    Transition(
        name="close",
        label=Text("流榜", "Item unclaimed"),
        source=("posted",),
        target="unclaimed",
        roles=CLOCK,
        guards=(rule.close_reached, rule.nobody_to_wait_for),
        effects=(
            Cascade("proposal", "return_unopened"),
            Cascade("proposal", "expire"),
            *_NOBODY,
        ),
        due=At("close_at"),
        clause=Text(
            "B5 · 少于下限即流榜，密封件不开启",
            "B5 · too few bids: unclaimed, and bids stay unopened",
        ),
    ),
    Transition(
        name="declare_unclaimed",
        label=Text("宣布流榜", "Declare unclaimed"),
        source=("bid_closed",),
        target="unclaimed",
        roles=OFFICER,
        guards=(rule.vetting_finished, rule.none_accepted),
        asks=(PUBLIC_REASON,),
        effects=_NOBODY,
        clause=Text("B7 · 无一通过资格审查", "B7 · no bid passes vetting"),
    ),
    Transition(
        name="declare_unclaimed",
        label=Text("宣布流榜", "Declare unclaimed"),
        source=("vetted",),
        target="unclaimed",
        roles=OFFICER,
        guards=(*EVERY_BID_JUDGED, rule.none_above_line),
        asks=(PUBLIC_REASON,),
        effects=(Cascade("proposal", "drop_below_line"), *_NOBODY),
        clause=Text("B7 · 最高分低于分数线", "B7 · the highest score is below the threshold"),
    ),
    Transition(
        name="declare_unclaimed",
        label=Text("宣布流榜", "Declare unclaimed"),
        source=("evaluated",),
        target="unclaimed",
        roles=OFFICER,
        guards=(
            *SETTLED_AGAIN,
            rule.user_opinions_given,
            rule.vetoes_reviewed,
            rule.no_candidate_left,
        ),
        asks=(PUBLIC_REASON,),
        effects=_NOBODY,
        clause=Text("B10 · 入围者均被用户否决", "B10 · end users vetoed every shortlisted bid"),
    ),
    Transition(
        name="revise",
        label=Text("修订榜题", "Revise the item"),
        source=("unclaimed",),
        target="revising",
        roles=OFFICER,
        guards=(rule.a_round_is_left,),
        effects=(Notify("item_revising", DEMANDER),),
        clause=Text("B8 · 修订后重新张榜", "B8 · posted again after revision"),
    ),
    Transition(
        name="repost",
        label=Text("重新张榜", "Post again"),
        source=("revising",),
        target="posted",
        roles=OFFICER,
        approvals=(Role.DEMANDER, Role.DECISION_MAKER),
        guards=(
            list_is_running,
            rule.change_is_material,
            *need.DEMANDER_STANDS,
            *REWORDED,
            need.argued_by_enough,
            need.every_test_carried,
        ),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            Apply("open_posting"),
            SendLetter("reposting_notice"),
            Notify("item_posted", DEMANDER),
        ),
        separation=("draft",),
        separated=DECIDES,
        signature=True,
        clause=Text(
            "B8 · 实质修订、重新论证；以前的揭榜不带入",
            "B8 · material revision and new appraisal; earlier bids are not carried over",
        ),
    ),
    Transition(
        name="convert",
        label=Text("转其他组织方式", "Convert to another mechanism"),
        source=("unclaimed",),
        target="converted",
        roles=DECIDES,
        guards=(rule.rounds_used_up,),
        asks=(_OTHER_WAY, *MINUTES, PUBLIC_REASON),
        effects=(
            Apply("draft_converted_call"),
            SendLetter("delisting_notice"),
            Notify("item_converted", DEMANDER | OFFICER),
            CONCLUDE,
        ),
        signature=True,
        clause=Text("B9 · 两轮流榜后转换方式", "B9 · converted after two unclaimed rounds"),
    ),
    Transition(
        name="delist",
        label=Text("撤榜", "Delist"),
        source=(
            *("posted", "paused", "unclaimed", "revising"),
            *("bid_closed", "vetted", "evaluated", "matching"),
        ),
        target="delisted",
        roles=DECIDES,
        guards=(no_panel_at_work,),
        asks=(*MINUTES, PUBLIC_REASON),
        effects=(
            Cascade("proposal", "return_unopened"),
            Cascade("proposal", "end_with_item"),
            SendLetter("delisting_notice"),
            Notify("item_delisted", DEMANDER | OFFICER),
            CONCLUDE,
        ),
        signature=True,
        clause=Text(
            "B9、C13 · 需求消失、不再张榜或撤销；密封件不开启即销毁",
            "B9, C13 · the need is gone, the item is not posted again, or the list is cancelled; "
            "sealed bids are destroyed unopened",
        ),
    ),
)
