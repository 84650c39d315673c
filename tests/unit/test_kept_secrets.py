"""A secret the portal makes for itself is one secret, however many processes begin at once."""

import threading
from itertools import count

from app.kept_secrets import kept_secret


def test_all_who_come_at_once_get_the_same_and_nothing_else_is_left(tmp_path):
    file, numbers, got = tmp_path / "secret.pem", count(), []
    together = threading.Barrier(8)

    def begin():
        together.wait()
        got.append(kept_secret(file, lambda: b"secret " + str(next(numbers)).encode() * 5000))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 8
    assert set(got) == {file.read_bytes()}
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_mode & 0o077 == 0
