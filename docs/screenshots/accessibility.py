"""What axe finds on a page, and whether the page can be read without scrolling sideways."""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is a selector of the first element found, `why` what axe says of it."""

    rule: str
    where: str
    why: str
    number: int

    def __str__(self) -> str:
        return f"{self.rule} ×{self.number}: {self.where}: {self.why}"


def findings_on(page: Page) -> list[Finding]:
    """WCAG 2.2 A and AA and good practice, however grave; and a page wider than its window."""
    violations = _AXE.run(page, options=_RULES).response["violations"]
    found = [_finding(one) for one in violations]
    over = page.evaluate(_OVERFLOW)
    if over > 0:
        found.append(Finding("reflow", "html", f"{over} px wider than the window", 1))
    return found


def _finding(violation: dict[str, object]) -> Finding:
    nodes = violation["nodes"]
    assert isinstance(nodes, list)
    first = nodes[0]
    why = str(first.get("failureSummary", "")).splitlines()
    return Finding(
        str(violation["id"]), str(first["target"][0]), why[-1].strip() if why else "", len(nodes)
    )
