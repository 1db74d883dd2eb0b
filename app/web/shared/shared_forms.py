"""Forms of what several people write, or one in several windows: nobody undoes unseen what was
saved since the page was opened."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from flask import g
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import HiddenField

from app.models import Person
from app.numbers import row_number
from app.services.editing import Overtaken, edition_of, is_newer
from app.web.shared.forms import Form
from workflows.engine.calendar import moment_words


def words_of(overtaken: Overtaken) -> str:
    """Who saved first, and when, as far as it is kept."""
    at = moment_words(overtaken.at) if overtaken.at else ""
    if overtaken.by is None:
        return str(_("没有保存：您打开页面之后，已有新的内容保存"))
    if overtaken.by.id == current_user.person.id:
        if at:
            return str(_("没有保存：您已于 %(at)s 在另一窗口保存了其他内容", at=at))
        return str(_("没有保存：您已在另一窗口保存了其他内容"))
    if at:
        by = overtaken.by.name
        return str(_("没有保存：%(by)s 已在 %(at)s 保存了新的内容", by=by, at=at))
    return str(_("没有保存：%(by)s 已先保存了新的内容", by=overtaken.by.name))


class SharedForm(Form):
    """Of what several people write, or one in several windows: `edition` is the one the page was
    opened with, and a newer one is never overwritten."""

    edition = HiddenField()
    overtaken: Overtaken | None = None
    """Something else was saved since the page was opened, and so this was not."""

    @property
    def seen_edition(self) -> int | None:
        """None, which no edition is, for what is no number."""
        return row_number(self.edition.data)

    @classmethod
    def opened(cls, stored: object) -> Self:
        """For a page whose fields are written by hand."""
        form = cls(formdata=None)
        form.reopen(edition_of(stored))
        return form

    def reopen(self, edition: int | str) -> None:
        self.edition.raw_data, self.edition.data = None, str(edition)

    @property
    def overtaken_words(self) -> str:
        return words_of(self.overtaken) if self.overtaken else ""

    def give_way(self, overtaken: Overtaken) -> None:
        """What was typed stays; whoever saves once more has seen that something was saved first."""
        self.overtaken = overtaken
        self.reopen(overtaken.edition)

    def refuse_if_newer(
        self, before: object, after: object, by: int | None = None, at: datetime | None = None
    ) -> bool:
        """Of what is named by what is stored (see `app.services.editing.edition_of`): what stood
        `before` this was written and what stands `after`, the id of who wrote that before, and
        when. What overtook the page stays as it is; where it was just this, as of a button pressed
        twice, all is as it was meant to be."""
        if not is_newer(before, self.edition.data):
            return False
        g.db.rollback()
        if edition_of(before) == edition_of(after):
            return False
        who = g.db.get(Person, by) if by else None
        self.give_way(Overtaken(who, at, edition_of(before)))
        return True
