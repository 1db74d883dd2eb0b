"""What people are told of a project."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

PROJECTS: dict[str, Wording] = {
    "tolerance_found": say(
        "容错认定：{title}",
        "Finding of diligence: {title}",
        "《{title}》经认定勤勉尽责，予以容错，不影响此后申报；通知书已制作。",
        "“{title}” was found to have been carried out diligently. The failure is tolerated and "
        "does not affect later applications. A letter has been prepared.",
    ),
    "tolerance_declined": say(
        "不予容错认定：{title}",
        "No finding of diligence: {title}",
        "《{title}》的容错认定未获同意，理由见通知书。",
        "The finding of diligence for “{title}” was refused. The letter gives the reason.",
    ),
    "signing_wanted": say(
        "请签订任务书：{title}",
        "Sign the contract: {title}",
        "请在 {due} 前签订《{title}》任务书。",
        "Sign the contract of “{title}” by {due}.",
    ),
    "signing_held_up": say(
        "因在研限项尚不能签订任务书：{title}",
        "Contract blocked by the limit on running projects: {title}",
        "《{title}》任务书应于 {due} 前签订，但负责人已达在研限项，暂不能签订，缘由见项目页面。签订"
        "期限不因此顺延，宽限期满仍未签的立项失效：请按期办结在研项目后签订；不能办结的，由单位放弃其中"
        "一项，空出的名额由备选递补。",
        "The contract of “{title}” must be signed by {due}, but its project leader has reached "
        "the limit on running projects, so it cannot be signed yet. The project page gives the "
        "reason. The deadline is not extended, and the award lapses if the contract is still not "
        "signed when the grace period ends. Complete a running project in time and then sign. If "
        "that is not possible, the unit gives one of the projects up and a reserve takes the free "
        "award.",
    ),
    "given_up": say(
        "放弃立项：{title}",
        "Award given up: {title}",
        "《{title}》已由单位放弃立项。理由：{reason}",
        "The unit has given up the award of “{title}”. Reason: {reason}",
    ),
    "lapsed": say(
        "立项失效：{title}",
        "Award lapsed: {title}",
        "《{title}》未按期签订任务书，立项失效。",
        "The contract of “{title}” was not signed in time; the award has lapsed.",
    ),
}
