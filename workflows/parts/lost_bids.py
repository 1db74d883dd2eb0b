"""Why a bid did not win, by the move that ended it: its letter and its message say the same."""

from __future__ import annotations

from workflows.engine.text import Text

WHY_LOST = {
    "drop_below_line": Text("评榜结果未入围", "it was not shortlisted"),
    "uphold_veto": Text(
        "发榜单位的否决意见经厅务会复核成立",
        "the executive meeting upheld the end user's veto",
    ),
    "end_matching": Text(
        "供需洽谈未达成一致", "the two sides did not reach agreement in the negotiation"
    ),
    "drop_barred": Text(
        "中榜前的诚信审核未通过", "the integrity check before the award had findings"
    ),
    "pass_over": Text(
        "有逾期未退的财政经费、逾期未验收的项目，或者在研项目超出限项，经厅务会议定不予中榜",
        "a refund or an acceptance is overdue, or the limit on running projects is exceeded, and "
        "the executive meeting decided to reject the bid",
    ),
    "miss_matching": Text(
        "洽谈期满供需双方未达成一致",
        "the two sides did not reach agreement before the negotiation deadline",
    ),
    "release_reserve": Text(
        "榜题已签约或候补期满，候补失效",
        "the contract for the item has been signed or the alternate period has ended, so "
        "alternates lapse",
    ),
    "uphold_objection": Text(
        "公示期间的异议经核查成立", "an objection during the public notice was upheld"
    ),
    "resolve": Text(
        "公示期间复评，未达到中榜条件",
        "after a re-review during the public notice, the bid did not qualify",
    ),
}
