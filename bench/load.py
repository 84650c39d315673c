"""A load of requests from processes of their own, over connections that stay open."""

from __future__ import annotations

import os
import socket
import threading
import time
from multiprocessing import Process, SimpleQueue
from typing import NamedTuple

CLIENTS = 4
_CHUNK = 1 << 16


class Target(NamedTuple):
    """What is asked: a server on this machine, an address, and a cookie if it needs one."""

    port: int
    path: str
    cookie: str = ""

    def request(self) -> bytes:
        """The request as it goes over the wire."""
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return (
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{cookie}\r\n".encode()
        )


def rate(target: Target, seconds: float) -> float:
    """Answers per second to `CLIENTS` people who ask again as soon as they are answered; all must be 200."""
    answered: SimpleQueue[int] = SimpleQueue()
    client = Process(target=_ask, args=(target, seconds, answered))
    client.start()
    total = answered.get()
    client.join()
    if total < 0:
        raise RuntimeError(f"{target.path} did not answer 200")
    return total / seconds


def _ask(target: Target, seconds: float, answered: SimpleQueue[int]) -> None:
    until, counts = time.monotonic() + seconds, [0] * CLIENTS
    threads = [threading.Thread(target=_keep_asking, args=(target, until, counts, n)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered.put(-1 if min(counts) < 0 else sum(counts))
    os._exit(0)


def _keep_asking(target: Target, until: float, counts: list[int], number: int) -> None:
    request = target.request()
    with socket.create_connection(("127.0.0.1", target.port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.monotonic() < until:
            connection.sendall(request)
            if not read_answer(connection):
                counts[number] = -1
                return
            counts[number] += 1


def read_answer(connection: socket.socket) -> bool:
    """Read one whole answer; whether it was 200."""
    received = bytearray()
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += connection.recv(_CHUNK)
    head = bytes(received[:end]).lower()
    wanted = end + 4 + int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(received) < wanted:
        received += connection.recv(_CHUNK)
    return head.startswith(b"http/1.1 200")
