"""What members, and those who name them, are told."""

from __future__ import annotations

from workflows.parts.messages.wording import say

ASKED = say(
    "请确认参加项目：{title}",
    "Please confirm taking part in: {title}",
    "{leader}将您列为《{title}》的参加人（{duty}）。请登录本系统本人确认或谢绝；未经本人确认不得提交。",
    "{leader} names you as a member of “{title}” ({duty}). Sign in to confirm or decline in "
    "person; without it the proposal cannot be submitted.",
)
ASKED_LATER = say(
    "请确认加入项目：{title}",
    "Please confirm joining: {title}",
    "《{title}》的成员变更已同意，{leader}将您列为项目成员。请登录本系统本人确认或谢绝；未经本人确认，"
    "不作为成员。",
    "The change of members of “{title}” was granted, and {leader} names you. Sign in to confirm or "
    "decline in person; without it you are no member.",
)
LEFT = say(
    "不再是项目成员：{title}",
    "No longer a project member: {title}",
    "《{title}》的成员变更已生效，您不再是项目成员。不是您所知的，请与{leader}联系。",
    "The change of members of “{title}” has taken effect: you are no member any more. Ask {leader} "
    "if you did not expect this.",
)
DECLINED = say(
    "成员谢绝参加：{title}",
    "Member declined to take part: {title}",
    "{name}谢绝参加《{title}》。提交之前，请在“成员”部分移除，或者另行商定后重新列入。",
    "{name} declined to take part in “{title}”. Before you submit it, remove that name under "
    "“Members”, or list it anew once you have agreed.",
)
DECLINED_LATER = say(
    "成员谢绝加入：{title}",
    "Member declined to join: {title}",
    "{name}谢绝加入《{title}》，没有成为项目成员。需要他人加入的，请另行申请成员变更。",
    "{name} declined to join “{title}” and is no member of it. Ask for another change of members "
    "if somebody else is to join.",
)
REMOVED = say(
    "不再列为参加人：{title}",
    "No longer listed as taking part: {title}",
    "{leader}已将您移出《{title}》的参加人名单，不必再答复。不是您所知的，请与{leader}联系。",
    "{leader} has taken you off the members of “{title}”; no answer is needed any more. Ask "
    "{leader} if you did not expect this.",
)
