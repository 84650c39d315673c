"""The demo people who can sign in, and the claims about them."""

from __future__ import annotations

import secrets
import uuid
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

DEMO_PASSWORD = "demo"  # noqa: S105 - every demo person's, and shown on the sign-in page


class Person(msgspec.Struct, frozen=True):
    """A demo person; `id_number` is the twelve digits of the identity card and the user name."""

    id_number: str
    name: str
    birthdate: str
    gender: Literal["male", "female"]
    identity_level: Literal[1, 2]
    email: str
    phone_number: str
    residence: dict[str, Any]
    locality: str
    region: str
    about: dict[str, str]
    roles: tuple[str, ...] = ()


@cache
def demo_people() -> dict[str, Person]:
    """Everyone who can sign in, by ID number."""
    content = Path(__file__).with_name("people.json").read_bytes()
    return {person.id_number: person for person in msgspec.json.decode(content, type=list[Person])}


def person_with(username: str, password: str) -> Person | None:
    """The person with this user name when the password is right."""
    right = secrets.compare_digest(password.encode(), DEMO_PASSWORD.encode())
    return demo_people().get(username.strip()) if right else None


def subject(person: Person) -> str:
    """The name clients know the person by: stable, and not the ID number itself."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"sandbox-person-{person.id_number}"))


def claims_about(person: Person, scope: str) -> dict[str, Any]:
    """The claims that `scope` opens (OpenID Connect Core 1.0 section 5.4; `identity` the national ones)."""
    granted = set(scope.split())
    claims: dict[str, Any] = {"sub": subject(person)}
    if "profile" in granted:
        claims |= {
            "name": person.name,
            "birthdate": person.birthdate,
            "gender": person.gender,
            "locale": "vi",
        }
    if granted & {"identity", "profile"}:
        claims |= {
            "id_number": person.id_number,
            "identity_level": person.identity_level,
            "roles": list(person.roles),
        }
    if "email" in granted:
        claims |= {"email": person.email, "email_verified": True}
    if "phone" in granted:
        claims |= {"phone_number": person.phone_number, "phone_number_verified": True}
    if "address" in granted:
        claims["address"] = _address(person)
    return claims


def _address(person: Person) -> dict[str, Any]:
    street = person.residence["line"]
    return {
        "formatted": f"{street}, {person.locality}, {person.region}",
        "street_address": street,
        "locality": person.locality,
        "region": person.region,
        "country": person.residence["country"],
        "unit": person.residence,
    }
