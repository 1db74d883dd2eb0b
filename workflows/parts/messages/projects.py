"""What people are told of a project."""

from __future__ import annotations

from workflows.parts.messages.wording import Wording, say

PROJECTS: dict[str, Wording] = {
    "signing_wanted": say(
        "请签订任务书：{title}",
        "Contract to be signed: {title}",
        "请在 {due} 前签订《{title}》任务书。",
        "Please sign the contract of “{title}” by {due}.",
    ),
    "lapsed": say(
        "放弃立项：{title}",
        "Lapsed: {title}",
        "《{title}》未按期签订任务书，立项失效。",
        "The contract of “{title}” was not signed in time; the award has lapsed.",
    ),
}
