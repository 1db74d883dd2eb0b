"""What experts are told beside the form: what a score means, and what each usual criterion asks."""

from __future__ import annotations

from workflows.engine.text import Text

SCORE_BANDS: tuple[tuple[str, Text], ...] = (
    ("90—100", Text("优秀：无明显不足", "Excellent: no real weakness")),
    ("80—89", Text("良好：少量可改进之处", "Good: little to improve")),
    ("70—79", Text("中等：有不足，可以弥补", "Fair: weaknesses that can be mended")),
    ("60—69", Text("勉强：不足明显", "Weak: clear shortcomings")),
    ("0—59", Text("不合格：关键之处不成立", "Not sound: it fails where it matters")),
)

GUIDANCE: dict[str, Text] = {
    "fit": Text(
        "是否属于指南方向，目标是否必要；不以论文、奖项、称号论。",
        "Is it what the guide asks for, and needed? Papers, prizes and titles do not count.",
    ),
    "novelty": Text(
        "与国内外最好水平相比，新在何处，依据是什么。",
        "What is new against the best at home and abroad, and what shows it?",
    ),
    "route": Text(
        "路线是否可行，指标是否可测、有测试方法，节点是否合理。",
        "Is the route feasible, are the metrics measurable, the milestones sensible?",
    ),
    "team": Text(
        "分工与条件能否完成任务；看已做成的事，不看头衔。",
        "Can this team do it? Look at what it has done, not at titles.",
    ),
    "prospects": Text(
        "成果由谁用、怎么用，效益的估算是否有依据。",
        "Who will use the result, and how? Are the estimates grounded?",
    ),
    "budget": Text(
        "经费与任务是否相称，自筹是否可信。", "Is the money in proportion, the matching credible?"
    ),
}
