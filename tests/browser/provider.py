"""A real provider of sign-in by OpenID Connect on this machine, which can be made to lie.

`claims` and `key` stand between the provider and what it hands out: a test puts there what a
broken or hostile provider would do to an ID token.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import flask
from joserfc import jwt
from joserfc.jwk import RSAKey
from oidc_provider_mock import User, app
from oidc_provider_mock._storage import storage
from werkzeug.serving import make_server

Claims = dict[str, Any]
TOKEN = "/oauth2/token"


@dataclass
class Provider:
    """A provider that runs; what it has handed out is kept."""

    address: str
    claims: Callable[[Claims], Claims] = lambda claims: claims
    key: RSAKey | None = None
    handed_out: list[Claims] = field(default_factory=list)

    @property
    def metadata_url(self) -> str:
        return f"{self.address}/.well-known/openid-configuration"

    def honest(self) -> None:
        """As a provider should be."""
        self.claims, self.key = (lambda claims: claims), None

    def changed(self, answer: flask.Response) -> flask.Response:
        if flask.request.path != TOKEN or answer.status_code != 200:
            return answer
        told = json.loads(answer.get_data())
        own = RSAKey.import_key(storage.jwk.as_dict(is_private=True))
        said = jwt.decode(told["id_token"], own)
        claims = self.claims(dict(said.claims))
        header = {name: said.header[name] for name in ("alg", "kid") if name in said.header}
        told["id_token"] = jwt.encode(header, claims, self.key or own)
        self.handed_out.append(claims)
        answer.set_data(json.dumps(told))
        return answer


@contextmanager
def provider(*accounts: str) -> Iterator[Provider]:
    """Runs until the block ends, and knows `accounts`."""
    people = [User(sub=f"id-{name}", claims={"preferred_username": name}) for name in accounts]
    application = app(user_claims=people, require_nonce=True)
    server = make_server("127.0.0.1", 0, application, threaded=True)
    found = Provider(f"http://127.0.0.1:{server.server_port}")
    application.after_request(found.changed)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
