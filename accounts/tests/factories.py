"""People for tests, made by the service: the log knows them like everybody."""

import hashlib
from typing import Any

import factory
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts.models import User
from accounts.services import Person, user_create

PASSWORD = "a long enough secret"


class UserFactory(factory.Factory):
    """`UserFactory(username="ana", full_name="Ana Diaz")`; `is_superuser=True` makes an administrator."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **values: Any) -> User:
        is_superuser = values.pop("is_superuser", False)
        return user_create(actor=None, person=Person(**({"password": PASSWORD} | values)), is_superuser=is_superuser)


def credential() -> dict[str, Any]:
    """What a browser says when it makes a passkey for this server; nobody has the key that goes with it."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key = AttestedCredentialData.create(Aaguid(bytes(16)), b"a passkey of tests", public)
    told = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), AuthenticatorData.FLAG.AT, 0, key)
    seal = AttestationObject.create("none", told, {})
    uid = websafe_encode(key.credential_id)
    client = websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":"http://testserver"}')
    response = {"clientDataJSON": client, "attestationObject": websafe_encode(bytes(seal))}
    return {"type": "public-key", "id": uid, "rawId": uid, "response": response, "clientExtensionResults": {}}
