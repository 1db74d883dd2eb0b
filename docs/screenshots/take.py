"""Takes the pictures of the README from the demonstration at an address given as argument."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from docs.screenshots.browser import PHONE, WIDE, chromium, in_language, signed_in

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Picture:
    name: str
    path: str
    who: str | None = None
    locale: str = "en"
    size: tuple[int, int] = WIDE


PICTURES = (
    Picture("portal", "/"),
    Picture("portal.zh", "/", locale="zh_Hans_CN"),
    Picture("call", "/office/calls/1", "officer"),
    Picture("call.zh", "/office/calls/1", "officer", "zh_Hans_CN"),
    Picture("ranking", "/office/calls/1/ranking", "officer"),
    Picture("proposal", "/proposals/1", "pi01"),
    Picture("proposal.phone", "/proposals/1", "pi01", "zh_Hans_CN", PHONE),
    Picture("reviews.phone", "/reviews", "expert01", "zh_Hans_CN", PHONE),
)


def main(address: str) -> None:
    with chromium() as browser:
        for picture in PICTURES:
            page = signed_in(browser, address, picture.who, picture.size)
            page.goto(in_language(address, picture.path, picture.locale))
            page.screenshot(path=HERE / f"{picture.name}.png")
            page.context.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
