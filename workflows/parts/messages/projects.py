"""What people are told of a project."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

PROJECTS: dict[str, Wording] = {
    "tolerance_found": say(
        "容错认定：{title}",
        "Diligence found: {title}",
        "《{title}》经认定勤勉尽责，予以容错，不影响此后申报；通知书已制作。",
        "“{title}” failed in spite of diligence; it limits no later application.",
    ),
    "tolerance_declined": say(
        "不予容错认定：{title}",
        "Diligence not found: {title}",
        "《{title}》的容错认定未获同意，理由见通知书。",
        "Diligence was not found for “{title}”; the letter says why.",
    ),
    "signing_wanted": say(
        "请签订任务书：{title}",
        "Contract to be signed: {title}",
        "请在 {due} 前签订《{title}》任务书。",
        "Please sign the contract of “{title}” by {due}.",
    ),
    "signing_held_up": say(
        "因在研限项尚不能签订任务书：{title}",
        "Contract held up by the limit on projects: {title}",
        "《{title}》任务书应于 {due} 前签订，但负责人已达在研限项，暂不能签订，缘由见项目页面。签订"
        "期限不因此顺延，宽限期满仍未签的立项失效：请按期办结在研项目后签订；不能办结的，由单位放弃其中"
        "一项，空出的名额由备选递补。",
        "The contract of “{title}” is due by {due}, and its leader is at the limit on running "
        "projects, as its page says. The term does not wait for it: sign once one of the others is "
        "over, or have the unit give one up, so that a reserve may follow; not signed within the "
        "grace period, it lapses.",
    ),
    "given_up": say(
        "放弃立项：{title}",
        "Given up: {title}",
        "《{title}》已由单位放弃立项。理由：{reason}",
        "The award of “{title}” was given up by its unit. Reason: {reason}",
    ),
    "lapsed": say(
        "立项失效：{title}",
        "Lapsed: {title}",
        "《{title}》未按期签订任务书，立项失效。",
        "The contract of “{title}” was not signed in time; the award has lapsed.",
    ),
}
