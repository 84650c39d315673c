"""A folder that cannot be written: said as such, whichever way it fails."""

import io
import resource

import pytest

from app.db.encryption import Keyring
from app.gateways.files import FileStore, StoreFailed


@pytest.fixture
def keep(tmp_path):
    """Stores a file in a folder of this name."""
    keyring = Keyring((b"k" * 32,))

    def stored(folder="files", body=b"x" * 300_000):
        store = FileStore(f"file://{tmp_path}/{folder}", keyring)
        return store, *store.put(io.BytesIO(body))

    return stored


@pytest.fixture
def full_disk():
    """No file may be longer than a few bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_that_is_a_file_keeps_nothing_and_is_no_surprise(tmp_path, keep):
    (tmp_path / "files").write_bytes(b"")

    with pytest.raises(StoreFailed):
        keep()
    with pytest.raises(StoreFailed):
        FileStore(f"file://{tmp_path}/files", None).begin()
    with pytest.raises(StoreFailed):
        FileStore(f"file://{tmp_path}/files", None).delete("ab" * 16)


def test_a_folder_that_may_not_be_made_keeps_nothing(keep):
    with pytest.raises(StoreFailed):
        keep("../" * 12 + "proc/1/files")


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_leaves_no_half_file(tmp_path, keep):
    with pytest.raises(StoreFailed):
        keep()

    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []
