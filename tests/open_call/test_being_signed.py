"""An item whose parties are signing says who has still to sign."""

from __future__ import annotations

from app.models import Person
from app.queries.attention.awaited import Awaited, awaited_on
from app.services.files import evidence
from tests.conftest import SignInAs
from tests.open_call.courses import matching
from tests.open_call.story import Story
from tests.services.stage import a_page
from workflows.roles import Role


def test_the_page_of_an_item_names_every_party_that_still_has_to_sign(
    story: Story, sign_in: SignInAs
) -> None:
    """To each of them by its role, and in the lists of the house by name."""
    one = matching(story)
    project, item = story.won(one), story.item

    def read_by(reader: Person) -> str:
        story.session.commit()
        page = sign_in(reader).get(f"/cases/items/{item.id}").text
        return page.partition("目前由谁办理：")[2].partition("<")[0].strip()

    def listed() -> Awaited:
        return awaited_on(story.session, [item], story.stage.now)["item", item.id]

    everybody = "申报人、申报单位管理员、发榜单位、资源配置处"
    assert set(read_by(story.officer).split("、")) == set(everybody.split("、"))
    assert one.pi.name in listed().names
    proof = a_page(), "出资证明.pdf"
    evidence.add(story.session, project, "matching", *proof, by=one.pi, now=story.stage.now)
    story.stage.signed(project, "sign_contract", one.pi)
    story.stage.signed(project, "sign_contract", story.contact)
    assert listed().roles == {Role.UNIT_ADMIN, Role.PLANNING_OFFICER}
    assert one.pi.name not in listed().names
    assert "发榜单位" not in read_by(story.officer)
