"""`python -m tests.bench.letters.bare FILE OF NUMBER`: every OF-th document of a file, laid out and
written by WeasyPrint alone: no number, no signature, nothing kept. One font configuration, as its
documentation advises."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click
from weasyprint import HTML

from app.documents.fonts import fonts_in
from app.documents.payload import LetterPayload
from app.documents.render import page_of, style_of
from config import settings_from


def main() -> None:
    file, of, number = sys.argv[1:]
    fonts = fonts_in(settings_from().fonts)
    stored = json.loads(Path(file).read_text(encoding="utf-8"))[int(number) :: int(of)]
    style = f"<style>{style_of(fonts)}</style></head>"
    letters = [LetterPayload.from_dict(one) for one in stored]
    pages = [page_of(one, closing_page=False).replace("</head>", style) for one in letters]
    for page in pages[:2]:
        HTML(string=page).write_pdf(pdf_variant="pdf/a-3b", font_config=fonts.configuration)
    click.echo("warm")
    sys.stdin.readline()
    before = time.process_time()
    for page in pages:
        HTML(string=page).write_pdf(pdf_variant="pdf/a-3b", font_config=fonts.configuration)
    used = time.process_time() - before
    status = Path("/proc/self/status").read_text()
    megabytes = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    click.echo(f"{len(pages)} {used:.3f} {megabytes}")


if __name__ == "__main__":
    main()
