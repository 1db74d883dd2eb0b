"""A call rehearsed before it is published (演练): the definitions in force play synthetic
applicants and reviewers on the real calendar. Nothing is stored, nothing is random: all luck is a
hash of the seed, so that whoever has the seed has the same rehearsal (ADR 65)."""

from workflows.rehearsal.model import Item, Panel, Race, Report, Seated, Setting
from workflows.rehearsal.season import rehearse

__all__ = ["Item", "Panel", "Race", "Report", "Seated", "Setting", "rehearse"]
