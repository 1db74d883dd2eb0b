"""What messages are about: the heaps by which people choose how they want to be told."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.parts.messages.accepting import ACCEPTING
from workflows.parts.messages.applying import APPLYING
from workflows.parts.messages.calls import CALLS
from workflows.parts.messages.cards import CARDS
from workflows.parts.messages.deciding import DECIDING
from workflows.parts.messages.fees import FEES
from workflows.parts.messages.integrity import INTEGRITY
from workflows.parts.messages.milestones import MILESTONES
from workflows.parts.messages.money import MONEY
from workflows.parts.messages.needs import NEEDS
from workflows.parts.messages.open_call import OPEN_CALL
from workflows.parts.messages.panels import PANELS
from workflows.parts.messages.projects import PROJECTS
from workflows.parts.messages.racing import RACING
from workflows.parts.messages.reviewing import REVIEWING
from workflows.parts.messages.sampling import SAMPLING

MEMBERSHIP = "membership"
"""Asks a person to confirm a part in a proposal, and tells its leader of a refusal; worded where it
is sent."""
ACCOUNT = "account"
"""About the account itself: links, passwords, second factors; worded where it is sent."""
TERM = "term"
"""The days off of a year became known, and with them the end of a term; worded where it is sent."""
SYSTEM = "system"
"""To whoever keeps the system running; worded where it is sent."""


@dataclass(frozen=True, slots=True)
class Topic:
    """`kinds` are keys of messages."""

    label: Text
    kinds: frozenset[str]


TOPICS: dict[str, Topic] = {
    "calls": Topic(Text("指南", "Calls"), frozenset(CALLS)),
    "applying": Topic(
        Text("申报与形式审查", "Proposals and formal check"), frozenset({*APPLYING, MEMBERSHIP})
    ),
    "reviewing": Topic(Text("评审任务", "Reviews"), frozenset(REVIEWING)),
    "panels": Topic(Text("专家组", "Panels"), frozenset(PANELS)),
    "deciding": Topic(Text("公示、异议与立项", "Notice, objections, awards"), frozenset(DECIDING)),
    "projects": Topic(Text("任务书与项目", "Contracts and projects"), frozenset(PROJECTS)),
    "milestones": Topic(Text("节点考核", "Milestones"), frozenset(MILESTONES)),
    "racing": Topic(Text("赛马争先", "Races"), frozenset({*RACING, *CARDS})),
    "open_call": Topic(Text("揭榜挂帅", "Open calls"), frozenset({*NEEDS, *OPEN_CALL})),
    "accepting": Topic(
        Text("变更、验收与终止", "Changes, acceptance, endings"), frozenset(ACCEPTING)
    ),
    "money": Topic(Text("经费", "Money"), frozenset({*MONEY, *SAMPLING, *FEES})),
    "integrity": Topic(Text("科研诚信", "Integrity"), frozenset(INTEGRITY)),
}

TOPIC_OF: dict[str, str] = {kind: key for key, topic in TOPICS.items() for kind in topic.kinds}
"""Of every kind of message but `ACCOUNT`, `TERM` and `SYSTEM`, which nobody chooses."""
