"""Mail through the agencies' message service, or through any SMTP server (RFC 5321)."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from app.errors import Unavailable
from app.gateways.agencies import AgencyGateway
from app.gateways.client import Refused

_TIMEOUT_S = 10.0
_PORTS = {"smtp": 25, "smtps": 465}


class Mailer(Protocol):
    """Sends one mail; raises `Unavailable` to be tried again, `Refused` when it can never be sent."""

    def mail(
        self, key: str, *, to: str, subject: str, text: str, language: str, unsubscribe: str | None = None
    ) -> None:
        """Send a mail; the same key is the same mail. A POST to `unsubscribe` ends such mails (RFC 8058)."""


class SmtpMailer:
    """A server at `smtp://user:password@host:port?from=address`; `smtps` is TLS from the first byte."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("PORTAL_SMTP_URL is not an smtp:// or smtps:// address")
        self._scheme, self._host = parts.scheme, parts.hostname
        self._port = parts.port or _PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = parse_qs(parts.query).get("from", [f"no-reply@{parts.hostname}"])[0]

    def mail(
        self, key: str, *, to: str, subject: str, text: str, language: str, unsubscribe: str | None = None
    ) -> None:
        """Send over an encrypted connection where the server offers one; a password never goes without."""
        message = self._message(key, to, subject, text, language)
        if unsubscribe:
            message["List-Unsubscribe"] = f"<{unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        try:
            with self._connect() as server:
                server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            raise _judged(error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unavailable("the mail server does not answer") from error

    def _message(self, key: str, to: str, subject: str, text: str, language: str) -> EmailMessage:
        message = EmailMessage()
        try:
            message["From"], message["To"], message["Subject"] = self._sender, to, subject
        except ValueError as error:
            raise Refused(553, "not a mail address") from error
        message["Date"] = formatdate()
        # The same mail sent twice after a lost answer carries the same id, and readers show it once.
        message["Message-ID"] = f"<{key.replace(':', '.')}@{self._sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        message["Content-Language"] = language
        return message

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=_TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=_TIMEOUT_S)
            server.ehlo()
            if server.has_extn("starttls") or self._user:
                server.starttls(context=context)
        if self._user:
            server.login(self._user, self._password)
        return server


def mailer(smtp_url: str | None, gateway: AgencyGateway) -> Mailer:
    """The SMTP server where one is configured, else the agencies' message service."""
    return SmtpMailer(smtp_url) if smtp_url else gateway


def _judged(error: smtplib.SMTPException) -> Exception:
    """Codes from 500 on are final (RFC 5321 4.2.1), all others are tried again."""
    codes = (
        [code for code, _ in error.recipients.values()]
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [getattr(error, "smtp_code", 0)]
    )
    if all(code >= 500 for code in codes):
        return Refused(max(codes), "the mail server refused the mail")
    return Unavailable("the mail server asked to try later")
