"""How many teams, routes and reserves a race begins with (R2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflows.engine.text import Text


def wrong_numbers(
    rules: Mapping[str, int], teams: int, routes: int, reserves: int
) -> Iterator[Text]:
    least, most = rules["race_teams_least"], rules["race_teams_most"]
    if not least <= teams <= most:
        yield Text(
            f"拟入围 {teams} 个团队，应为 {least} 至 {most} 个",
            f"{teams} teams are proposed; there must be {least} to {most}",
        )
    if routes < (least := rules["race_routes_least"]):
        yield Text(
            f"只有 {routes} 条技术路线，至少 {least} 条",
            f"only {routes} technical route(s); at least {least} are required",
        )
    if reserves < (least := rules["race_reserves_least"]):
        yield Text(
            f"候补 {reserves} 个，至少 {least} 个",
            f"only {reserves} reserve(s); at least {least} are required",
        )
