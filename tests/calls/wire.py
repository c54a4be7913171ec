"""A browser over plain HTTP to a real server: cookies, redirects, and a form whose answer never comes."""

from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urldefrag

from django.utils.http import urlencode

from dev import ports

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """As much of a response as the desk looks at, under the test client's names."""

    status_code: int
    location: str
    content: bytes
    request: dict[str, str]


@dataclass
class Wire:
    """Has the test client's `get` and `post`."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, follow: bool = False) -> Answer:
        answer = self._answer(self._send("GET", path), path)
        return self._followed(answer) if follow else answer

    def post(self, path: str, data: dict[str, Any], *, follow: bool = False) -> Answer:
        answer = self._answer(self.begin(path, data), path)
        return self._followed(answer) if follow else answer

    def begin(self, path: str, data: dict[str, Any]) -> HTTPConnection:
        """Send a form and do not wait for what the server makes of it."""
        return self._send("POST", path, urlencode(data, doseq=True), FORM)

    def _followed(self, answer: Answer) -> Answer:
        while answer.location:
            answer = self.get(urldefrag(answer.location).url)
        return answer

    def _send(
        self, method: str, path: str, body: str | None = None, more: dict[str, str] | None = None
    ) -> HTTPConnection:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection(ports.ADDRESS, self.port, timeout=60)
        connection.request(method, path, body, {"Cookie": cookies, "Connection": "close", **(more or {})})
        return connection

    def _answer(self, connection: HTTPConnection, path: str) -> Answer:
        with connection.getresponse() as response:
            for line in response.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            content = response.read()
        connection.close()
        assert response.status < 500, content.decode()
        return Answer(response.status, response.headers.get("Location", ""), content, {"PATH_INFO": path})
