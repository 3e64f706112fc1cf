"""A real provider of identities in a thread of the test, and the two ways through it: by hand and by its page."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import oidc_provider_mock
import requests
from django.urls import reverse

from danvan.config.accounts import options

CLIENT, SECRET = "danvan", "bi-mat-cua-danvan"


@dataclass
class Running:
    """The provider's address, and what a test does there."""

    port: int

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.port}"

    def environ(self, **other) -> dict[str, str]:
        """What the environment of an installation would say."""
        told = {
            "DANVAN_OIDC_ISSUER": self.issuer,
            "DANVAN_OIDC_CLIENT_ID": CLIENT,
            "DANVAN_OIDC_CLIENT_SECRET": SECRET,
            "DANVAN_OIDC_NAME": "Định danh tỉnh",
        }
        return told | other

    def knows(self, subject: str, **claims) -> None:
        """Write what the provider tells of a person."""
        answer = requests.put(
            f"{self.issuer}/users/{subject}",
            json.dumps(claims),
            headers={"Content-Type": "application/json"},
            timeout=5,
        )
        answer.raise_for_status()

    def decide(self, address: str, **decision) -> str:
        """Answer the provider's page at `address` as a person would; where it then leads."""
        answer = requests.post(address, decision, allow_redirects=False, timeout=5)
        assert answer.status_code in (302, 303), answer.text
        return answer.headers["Location"]


@contextmanager
def running():
    """The provider, until the block ends."""
    with oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
        yield Running(server.server_port)


def start(client, provider_id=options.PROVIDER, **query) -> str:
    """Press the button; the provider's address that it leads to."""
    answer = client.post(
        reverse("openid_connect_login", kwargs={"provider_id": provider_id}), query_params=query
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def come_back(client, address: str):
    """Follow the provider's redirection home; the program's answer."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")
