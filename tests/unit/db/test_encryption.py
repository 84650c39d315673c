"""Encryption at rest."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.encryption import Keyring

_OLD, _NEW = bytes(range(32)), bytes(range(32, 64))


@given(st.binary(max_size=2000))
def test_what_is_encrypted_comes_back(plain):
    keyring = Keyring((_NEW,))

    assert keyring.decrypt(keyring.encrypt(plain)) == plain


def test_the_same_text_never_looks_the_same_twice():
    keyring = Keyring((_NEW,))

    assert keyring.encrypt(b"001190000011") != keyring.encrypt(b"001190000011")


def test_a_new_key_in_front_still_reads_what_the_old_one_wrote():
    stored = Keyring((_OLD,)).encrypt("Trần Thị Bình".encode())

    assert Keyring((_NEW, _OLD)).decrypt(stored).decode() == "Trần Thị Bình"


def test_a_new_key_in_front_keeps_indexes_findable():
    assert Keyring((_NEW, _OLD)).index("001190000011") == Keyring((_OLD,)).index("001190000011")


def test_an_altered_value_is_refused():
    stored = bytearray(Keyring((_NEW,)).encrypt(b"135000"))
    stored[-1] ^= 1

    with pytest.raises(ValueError, match="altered"):
        Keyring((_NEW,)).decrypt(bytes(stored))


def test_a_value_under_an_unknown_key_is_refused():
    with pytest.raises(ValueError, match="no longer has"):
        Keyring((_NEW,)).decrypt(Keyring((_OLD,)).encrypt(b"x"))


@given(st.binary(min_size=32, max_size=32), st.text(max_size=100))
def test_an_index_is_the_hmac_of_the_value(key, value):
    derived = hmac.digest(key, b"blind index", "sha256")

    index = Keyring((_NEW, key)).index(value)

    assert index == hmac.digest(derived, value.encode(), "sha256").hex()
