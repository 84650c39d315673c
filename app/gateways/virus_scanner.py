"""A ClamAV daemon, spoken to by its INSTREAM command (clamd(8))."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from typing import IO, Literal, Protocol
from urllib.parse import urlsplit

from app.errors import Unavailable

_CHUNK = 128 * 1024
_LONGEST_REPLY = 4096

Verdict = Literal["clean", "infected", "unchecked"]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner says of a file; `threat` is the scanner's own name of what it found."""

    verdict: Verdict
    threat: str | None = None


class VirusScanner(Protocol):
    """Looks for malicious content."""

    def scan(self, stream: IO[bytes]) -> Scan:
        """The verdict on the whole stream; raises `Unavailable` when it cannot be had in time."""


class NoScanner:
    """Where none is configured: every file is `unchecked`, and nothing claims otherwise."""

    def scan(self, stream: IO[bytes]) -> Scan:
        """Nobody looked."""
        return Scan("unchecked")


class Clamd:
    """ClamAV at `tcp://host:port` or `unix:///path`; one connection a file, given up after `patience_s`."""

    def __init__(self, url: str, patience_s: float = 20.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"tcp", "unix"} or not (parts.path if parts.scheme == "unix" else parts.port):
            raise ValueError("a scanner is tcp://host:port or unix:///path")
        self._parts = parts
        self._patience_s = patience_s

    def scan(self, stream: IO[bytes]) -> Scan:
        """The daemon's verdict; raises `Unavailable` when it is away, slow, or answers with an error."""
        stream.seek(0)
        until = time.monotonic() + self._patience_s
        try:
            with self._connected() as connection:
                connection.sendall(b"zINSTREAM\0")
                while chunk := stream.read(_CHUNK):
                    _hurry(connection, until)
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
                reply = _reply(connection, until)
        except OSError as error:
            raise Unavailable("the virus scanner does not answer") from error
        finally:
            stream.seek(0)
        return _verdict(reply)

    def _connected(self) -> socket.socket:
        if self._parts.scheme == "unix":
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self._patience_s)
            connection.connect(self._parts.path)
            return connection
        return socket.create_connection((self._parts.hostname or "", self._parts.port or 0), self._patience_s)


def scanner(url: str | None, patience_s: float = 20.0) -> VirusScanner:
    """The scanner of a setting; none at all when there is no address."""
    return Clamd(url, patience_s) if url else NoScanner()


def _hurry(connection: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)


def _reply(connection: socket.socket, until: float) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < _LONGEST_REPLY:
        _hurry(connection, until)
        part = connection.recv(_LONGEST_REPLY)
        if not part:
            break
        received += part
    return received.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(reply: str) -> Scan:
    said = reply.partition(": ")[2]
    if said == "OK":
        return Scan("clean")
    if said.endswith(" FOUND"):
        return Scan("infected", said.removesuffix(" FOUND"))
    raise Unavailable("the virus scanner answered with an error")
