"""What the portal is told from outside."""

import base64

import pytest

from app.settings import Settings, SettingsError

_PRODUCTION = {
    "PORTAL_ENV": "production",
    "PORTAL_SECRET_KEY": "a long secret",
    "PORTAL_PUBLIC_URL": "https://portal.example.vn/",
    "PORTAL_GATEWAY_URL": "https://gateway.example.vn",
    "PORTAL_GATEWAY_CLIENT_ID": "portal",
    "PORTAL_GATEWAY_CLIENT_SECRET": "secret",
    "PORTAL_OIDC_ISSUER": "https://id.example.vn",
    "PORTAL_OIDC_CLIENT_ID": "portal",
    "PORTAL_OIDC_CLIENT_SECRET": "secret",
    "PORTAL_ENCRYPTION_KEYS": base64.b64encode(bytes(range(32))).decode(),
    "PORTAL_SIGNING_URL": "https://signing.example.vn",
    "PORTAL_SIGNING_CLIENT_ID": "portal",
    "PORTAL_SIGNING_CLIENT_SECRET": "secret",
    "PORTAL_RECEIPT_KEY": __file__,
    "PORTAL_VAPID_PRIVATE_KEY": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
}


def test_an_empty_environment_is_enough_for_development():
    settings = Settings.from_environment({})

    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.oidc_issuer == "http://127.0.0.1:8001/oidc"
    assert not settings.secure


def test_ports_move_the_development_addresses():
    settings = Settings.from_environment({"PORTAL_PORT": "9000", "SANDBOX_PORT": "9001"})

    assert settings.public_url == "http://127.0.0.1:9000"
    assert settings.gateway_url == "http://127.0.0.1:9001/gateway"


def test_production_has_no_defaults_and_names_everything_missing_at_once():
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"PORTAL_ENV": "production"})

    for name in _PRODUCTION:
        if name != "PORTAL_ENV":
            assert name in str(caught.value)


def test_production_with_everything_starts():
    settings = Settings.from_environment(_PRODUCTION)

    assert settings.secure
    assert settings.public_url == "https://portal.example.vn"


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("PORTAL_PUBLIC_URL", "portal.example.vn", "PORTAL_PUBLIC_URL is not an http(s) address"),
        ("PORTAL_ENCRYPTION_KEYS", "c2hvcnQ=", "PORTAL_ENCRYPTION_KEYS: key 1 is not 32 bytes"),
        ("PORTAL_ENCRYPTION_KEYS", "not base64!", "PORTAL_ENCRYPTION_KEYS: key 1 is not 32 bytes"),
        ("PORTAL_FILES_URL", "s3://bucket", "PORTAL_FILES_URL"),
        ("PORTAL_PUBLIC_URL", "", "PORTAL_PUBLIC_URL is missing"),
        ("PORTAL_RECEIPT_KEY", "absent.pem", "PORTAL_RECEIPT_KEY: absent.pem is no file"),
        ("PORTAL_CERTIFIED_ANCHORS", "absent.pem", "PORTAL_CERTIFIED_ANCHORS is no file or folder"),
        ("PORTAL_SIGNING_ANCHORS", "absent.pem", "PORTAL_SIGNING_ANCHORS is no file or folder"),
        ("PORTAL_VAPID_PRIVATE_KEY", "short", "PORTAL_VAPID_PRIVATE_KEY is not 32 bytes in base64url"),
    ],
)
def test_a_malformed_setting_is_named(name, value, complaint):
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({**_PRODUCTION, name: value})

    assert complaint in str(caught.value)


def test_secrets_do_not_show_in_a_printed_settings_object():
    shown = repr(Settings.from_environment(_PRODUCTION))

    assert "a long secret" not in shown
    assert "gateway_client_secret" not in shown


def test_a_private_key_replaces_the_client_secret():
    without = {name: value for name, value in _PRODUCTION.items() if name != "PORTAL_OIDC_CLIENT_SECRET"}

    settings = Settings.from_environment(
        {**without, "PORTAL_OIDC_PRIVATE_KEY": "-----BEGIN PRIVATE KEY-----"}
    )

    assert settings.oidc_client_secret is None
