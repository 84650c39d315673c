"""The scanner's protocol, spoken with a daemon that follows clamd(8)."""

import io
import socket
import struct
import threading
import time

import pytest

from app.errors import Unavailable
from app.gateways.virus_scanner import Clamd, Scan, scanner

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """Reads one INSTREAM session and answers as ClamAV does, or badly when told so."""

    def __init__(self, answer=None, delay=0.0):
        self.received = b""
        self._answer, self._delay = answer, delay
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        connection, _ = self._listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(length)
            time.sleep(self._delay)
            found = b"stream: Eicar-Test-Signature FOUND" if EICAR in self.received else b"stream: OK"
            connection.sendall((found if self._answer is None else self._answer) + b"\0")


def test_a_clean_file_is_sent_whole_and_left_at_its_start():
    daemon, content = Daemon(), b"harmless" * 50_000

    stream = io.BytesIO(content)
    stream.read(100)
    found = Clamd(daemon.url).scan(stream)

    assert found == Scan("clean")
    assert daemon.received == content
    assert stream.tell() == 0


def test_a_threat_is_named_as_the_scanner_names_it():
    found = Clamd(Daemon().url).scan(io.BytesIO(b"before " + EICAR))

    assert found == Scan("infected", "Eicar-Test-Signature")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: what?"])
def test_an_answer_that_is_no_verdict_is_none(answer):
    with pytest.raises(Unavailable):
        Clamd(Daemon(answer).url).scan(io.BytesIO(b"x"))


def test_a_daemon_that_is_away_is_unavailable_and_never_clean():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"tcp://127.0.0.1:{listener.getsockname()[1]}"

    with pytest.raises(Unavailable):
        Clamd(url).scan(io.BytesIO(b"x"))


def test_a_slow_daemon_is_given_up():
    with pytest.raises(Unavailable):
        Clamd(Daemon(delay=5).url, patience_s=0.2).scan(io.BytesIO(b"x"))


def test_without_a_scanner_a_file_is_unchecked():
    assert scanner(None).scan(io.BytesIO(b"x")) == Scan("unchecked")


@pytest.mark.parametrize("url", ["http://scanner:3310", "tcp://scanner", "unix://", "scanner:3310"])
def test_an_address_no_daemon_can_have_is_refused(url):
    with pytest.raises(ValueError, match="tcp://host:port"):
        scanner(url)
