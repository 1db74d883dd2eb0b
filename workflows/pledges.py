"""Wordings of the pledges (信用承诺) at six moments; §3.10. The last of each is in force."""

from __future__ import annotations

from workflows.engine.text import Text

MOMENTS: dict[str, Text] = {
    "registration": Text("注册", "Registration"),
    "submit": Text("申报", "Submission"),
    "review": Text("评审", "Review"),
    "contract": Text("任务书签订", "Contract"),
    "lump_sum": Text("经费包干", "Lump sum"),
    "acceptance": Text("验收", "Acceptance"),
}

TEXTS: dict[str, tuple[Text, ...]] = {
    "registration": (
        Text(
            "本人承诺所填信息真实，遵守科研诚信和科技伦理规定，账户只由本人使用。",
            "I pledge that the information I give is true, that I will follow the rules on "
            "research integrity and ethics, and that only I will use this account.",
        ),
    ),
    "submit": (
        Text(
            "本人承诺申报材料真实合法，无抄袭、重复申报，不打招呼、不请托，如有不实愿承担责任。",
            "I pledge that this application is true and lawful, is not plagiarised or submitted "
            "twice, and that I will not lobby or ask for favours. I accept responsibility for "
            "anything untrue.",
        ),
        Text(
            "本人承诺申报材料真实合法、不涉及国家秘密，无抄袭、重复申报，遵守科研诚信与伦理要求，"
            "不打招呼、不请托，如有不实愿承担责任。",
            "I pledge that this application is true and lawful, contains no state secrets, is not "
            "plagiarised or submitted twice and follows research integrity and ethics, and that I "
            "will not lobby or ask for favours. I accept responsibility for anything untrue.",
        ),
    ),
    "review": (
        Text(
            "本人承诺独立、客观、公正评审，如实申报回避情形，保守评审秘密，不接受任何请托。",
            "I pledge to review independently, objectively and fairly, to declare conflicts of "
            "interest truthfully, to keep the review confidential and to accept no requests for "
            "favours.",
        ),
    ),
    "contract": (
        Text(
            "本人承诺按任务书组织实施，经费专款专用，如实报告进展，重大事项及时报告。",
            "I pledge to carry out the contract, to use the money only for its purpose, to report "
            "progress truthfully and to report important matters promptly.",
        ),
    ),
    "lump_sum": (
        Text(
            "本人承诺遵守伦理和诚信要求，包干经费全部用于本项目研究，不列支负面清单事项。",
            "I pledge to follow the rules on ethics and integrity, to use the lump sum only for "
            "this project's research and to spend nothing on the negative list.",
        ),
    ),
    "acceptance": (
        Text(
            "本人承诺验收材料、指标数据、决算和成果真实完整，无隐瞒、拼凑、虚报。",
            "I pledge that the acceptance documents, metric data, final accounts and results are "
            "true and complete, with nothing hidden, pieced together or inflated.",
        ),
    ),
}


def in_force(moment: str) -> Text:
    """What is pledged at this moment from now on: shown before, and recorded after."""
    return TEXTS[moment][-1]
