"""What anybody on the network may read of people: names where rules publish them, and no more."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Person
from tests.web.one_of_each import World
from tests.web.routes import ALL, ROUTES, addresses


def test_no_public_page_tells_an_address_a_birthday_a_degree_or_a_bank_account(
    app: Flask, session: Session, client: FlaskClient
) -> None:
    world = World(session)
    world.call.state, world.notice.state = "notice", "open"
    world.item.state = "open"
    people = session.scalars(select(Person)).all()
    for one in people:
        one.born_on, one.degree = date(1961, 7, 23), "学位：博士后"
    hidden = {one.email for one in people} | {"1961-07-23", "1961 年 7 月 23 日", "学位：博士后"}
    session.commit()
    opened = 0
    for endpoint, method, path in addresses(app, range(1, 4)):
        if ROUTES[endpoint] == ALL and method == "GET":
            answer = client.get(path)
            opened += answer.status_code == 200
            assert {words for words in hidden if words in answer.text} == set(), path
    assert opened > 12
