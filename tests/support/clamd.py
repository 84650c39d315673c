"""A virus scanner that follows clamd(8), as a thread of the test."""

from __future__ import annotations

import socket
import struct
import threading
from typing import IO

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon:
    """Answers INSTREAM sessions until closed; while `awake` is false it hangs up without a verdict."""

    def __init__(self) -> None:
        self.awake = True
        self.knows = EICAR
        self.scanned: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                self._answer(connection, stream)

    def _answer(self, connection: socket.socket, stream: IO[bytes]) -> None:
        assert stream.read(10) == b"zINSTREAM\0"
        received = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            received += stream.read(length)
        if not self.awake:
            return
        self.scanned.append(received)
        found = b"stream: Eicar-Test-Signature FOUND" if self.knows in received else b"stream: OK"
        connection.sendall(found + b"\0")
