"""What experts are told beside the form: what a score means, and what each usual criterion asks."""

from __future__ import annotations

from workflows.engine.text import Text

SCORE_BANDS: tuple[tuple[Text, Text], ...] = (
    (Text("90—100", "90–100"), Text("优秀：无明显不足", "Excellent: no obvious weaknesses")),
    (Text("80—89", "80–89"), Text("良好：少量可改进之处", "Good: minor room for improvement")),
    (
        Text("70—79", "70–79"),
        Text("中等：有不足，可以弥补", "Fair: weaknesses that can be remedied"),
    ),
    (Text("60—69", "60–69"), Text("勉强：不足明显", "Weak: obvious weaknesses")),
    (Text("0—59", "0–59"), Text("不合格：关键之处不成立", "Not sound: fails on key points")),
)

GUIDANCE: dict[str, Text] = {
    "fit": Text(
        "是否属于指南方向，目标是否必要；不以论文、奖项、称号论。",
        "Is it within the topics of the call, and is the target necessary? Do not judge by "
        "papers, prizes or titles.",
    ),
    "novelty": Text(
        "与国内外最好水平相比，新在何处，依据是什么。",
        "What is new compared with the best in China and abroad, and on what evidence?",
    ),
    "route": Text(
        "路线是否可行，指标是否可测、有测试方法，节点是否合理。",
        "Is the route feasible? Are metrics measurable, with test methods? Are milestones "
        "reasonable?",
    ),
    "team": Text(
        "分工与条件能否完成任务；看已做成的事，不看头衔。",
        "Can the division of work and conditions deliver the tasks? Look at what they have "
        "done, not their titles.",
    ),
    "prospects": Text(
        "成果由谁用、怎么用，效益的估算是否有依据。",
        "Who will use the results, and how? Are the benefit estimates well founded?",
    ),
    "budget": Text(
        "经费与任务是否相称，自筹是否可信。",
        "Are the funds in proportion to the tasks? Are the own funds credible?",
    ),
}
