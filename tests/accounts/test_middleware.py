import pytest
from django.test import Client

from .factories import UserFactory, sign_in


@pytest.mark.req("G1")
@pytest.mark.django_db
def test_helper(client: Client) -> None:
    response = sign_in(client, UserFactory()).get("/")
    assert response.status_code == 200, response
    assert client.get("/").headers["Cache-Control"] == "no-store, private"
