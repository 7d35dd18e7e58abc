"""Who sends a form by script is told where to go; what is said there is read by the window (`tests/browser`, T5)."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(("headers", "status"), [({}, 302), ({"X-Upload": "1"}, 200)])
def test_a_script_is_told_the_address_in_place_of_a_redirect(headers: dict[str, str], status: int) -> None:
    answer = Client(headers=headers).get("/my/")
    assert (answer.status_code, "X-Go-To" in answer, "Location" in answer) == (status, status == 200, status == 302)
    assert (answer.get("X-Go-To") or answer["Location"]).startswith("/accounts/login/")
