"""Mail over SMTP, against a real little server on a private port."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest

from app.errors import Unavailable
from app.gateways.client import Refused
from app.gateways.mail import SmtpMailer, mailer

LETTER = {"to": "binh@example.vn", "subject": "Hồ sơ: Được tiếp nhận", "text": "Chào bạn\n", "language": "vi"}


class Session(socketserver.StreamRequestHandler):
    """Speaks just enough SMTP (RFC 5321) to take one mail or to say no."""

    def handle(self):
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.upper().split()[0]
            if word == "RCPT":
                self.say(self.server.on_recipient)
            elif word == "DATA":
                self.say("354 go on")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server():
    """A mail server on a free port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.mails, server.on_recipient = [], "250 ok"
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        yield server
        server.shutdown()


def smtp(server, query="?from=cong@portal.test"):
    return SmtpMailer(f"smtp://127.0.0.1:{server.server_address[1]}{query}")


def test_a_mail_arrives_with_vietnamese_whole_and_an_id_that_repeats(server):
    smtp(server).mail("mail:event-1", **LETTER)
    smtp(server).mail("mail:event-1", **LETTER)

    first, second = (message_from_bytes(mail, policy=policy.default) for mail in server.mails)
    assert (first["To"], first["From"]) == ("binh@example.vn", "cong@portal.test")
    assert first["Subject"] == LETTER["subject"]
    assert first.get_content().replace("\r\n", "\n") == LETTER["text"]
    assert first["Message-ID"] == second["Message-ID"] == "<mail.event-1@portal.test>"
    assert first["Content-Language"] == "vi"


def test_a_mail_says_how_to_stop_such_mails_with_one_click(server):
    smtp(server).mail("k", **LETTER, unsubscribe="https://portal.test/vi/notices/stop/t")

    (mail,) = (message_from_bytes(mail, policy=policy.default) for mail in server.mails)
    assert mail["List-Unsubscribe"] == "<https://portal.test/vi/notices/stop/t>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("answer", "error"), [("550 no such person", Refused), ("450 try later", Unavailable)]
)
def test_a_final_no_is_told_apart_from_a_later(server, answer, error):
    server.on_recipient = answer

    with pytest.raises(error):
        smtp(server).mail("k", **LETTER)


def test_no_server_means_later():
    with pytest.raises(Unavailable):
        SmtpMailer("smtp://127.0.0.1:1").mail("k", **LETTER)


def test_an_address_with_a_line_break_is_refused_before_anything_is_sent(server):
    with pytest.raises(Refused):
        smtp(server).mail("k", **{**LETTER, "to": "a@b.vn\r\nBcc: c@d.vn"})

    assert server.mails == []


def test_a_password_is_not_sent_where_the_line_is_not_encrypted(server):
    port = server.server_address[1]

    with pytest.raises((Unavailable, Refused)):
        SmtpMailer(f"smtp://user:secret@127.0.0.1:{port}").mail("k", **LETTER)

    assert server.mails == []


@pytest.mark.parametrize("url", ["http://mail.test", "smtp://", "mail.test:25"])
def test_an_address_that_is_none_is_said_at_once(url):
    with pytest.raises(ValueError, match="PORTAL_SMTP_URL"):
        mailer(url, gateway=None)
