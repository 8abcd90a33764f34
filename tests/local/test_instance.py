"""Data directories: held by one run, private, and said plainly when they cannot be used."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from local.account import Account, private_directory
from local.environment import complete, own_servers, settings
from local.faults import LocalError
from local.home import LONGEST_SOCKET, home
from local.instance import Instance, InUseError
from local.lock import Holder
from tests.local.running import Running, ordinary_user

SOMEONE = Holder(process=4321, command="up", url="http://127.0.0.1:8000")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for another account")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_directory_has_one_holder_who_says_who_it_is(scratch: Path) -> None:
    with Instance(scratch / "data").held(SOMEONE):
        second = Instance(scratch / "data")
        with pytest.raises(InUseError, match=r"already runs on .*/data \(up, process 4321, http") as caught:
            second.held(SOMEONE).__enter__()
        assert caught.value.holder == SOMEONE
    with second.held(SOMEONE):
        pass


def test_what_it_keeps_is_private_and_lasts(scratch: Path) -> None:
    kept = []
    for _ in range(2):
        instance = Instance(scratch / "data")
        with instance.held(SOMEONE):
            kept.append((instance.name, instance.secret_key_file.read_text()))
            assert mode(instance.secret_key_file) == 0o600
            assert mode(instance.mailbox) == 0o700
    assert kept[0] == kept[1]
    assert len(kept[0][1]) >= 43


def test_a_copy_of_a_directory_is_another_instance(scratch: Path) -> None:
    first = Instance(scratch / "data")
    with first.held(SOMEONE):
        pass
    shutil.copytree(scratch / "data", scratch / "copy")
    assert Instance(scratch / "copy").mark != Instance(scratch / "data").mark


def test_a_directory_that_cannot_be_made_is_said_plainly(scratch: Path) -> None:
    (scratch / "file").touch()
    with pytest.raises(LocalError, match=r"file/data cannot be used: .*\. Choose another with --data DIR\."):
        Instance(scratch / "file" / "data")


@pytest.mark.skipif(ordinary_user() is None, reason="no other account reaches this Python")
def test_a_directory_of_another_account_is_said_plainly(scratch: Path) -> None:
    (scratch / "theirs").mkdir(mode=0o755)
    with Running("up", "--data", "theirs", directory=scratch, user="nobody") as running:
        status, said = running.end()
    assert status == 1
    assert "theirs cannot be used: Permission denied." in said


def test_sockets_stay_in_the_directory_while_their_path_is_short(scratch: Path) -> None:
    assert home(scratch, "abc").sockets == scratch / "run"


@pytest.mark.parametrize("name", ["x" * 100, "with space", "with,comma", "accentué"])
def test_sockets_go_elsewhere_when_their_path_would_not_do(scratch: Path, name: str) -> None:
    (scratch / name).mkdir()
    place = home(scratch / name, "abc")
    assert place.sockets == Path("/tmp/musette-abc")  # noqa: S108 - the place the code chooses
    assert len(os.fsencode(place.postgres_socket)) <= LONGEST_SOCKET


def test_a_private_directory_made_by_someone_else_is_refused(scratch: Path) -> None:
    (scratch / "target").mkdir()
    (scratch / "trap").symlink_to("target")
    with pytest.raises(LocalError, match="trap belongs to someone else"):
        private_directory(scratch / "trap")


@as_root
def test_a_private_directory_owned_by_someone_else_is_refused(scratch: Path) -> None:
    (scratch / "theirs").mkdir()
    os.chown(scratch / "theirs", 12345, 12345)
    with pytest.raises(LocalError, match="theirs belongs to someone else"):
        private_directory(scratch / "theirs", Account(65534, 65534))


@as_root
def test_as_root_the_database_goes_where_its_account_reaches_and_stays_there(scratch: Path) -> None:
    (scratch / "closed").mkdir(mode=0o700)
    place = home(scratch / "closed", "abc")
    try:
        assert place.base.parent == Path("/var/lib/musette")
        assert place.base.stat().st_uid == 65534
        assert place.sockets.parent == place.base
        assert (scratch / "closed" / "postgres").readlink() == place.database
        (scratch / "closed").chmod(0o711)
        assert home(scratch / "closed", "another").base == place.base
    finally:
        shutil.rmtree(place.base)


def test_both_servers_of_the_caller_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert own_servers() is None
    monkeypatch.setenv("REDIS_URL", "redis://x")
    with pytest.raises(LocalError, match="REDIS_URL is set and DATABASE_URL is not"):
        own_servers()
    monkeypatch.setenv("DATABASE_URL", "postgresql:///x")
    assert own_servers() == {"DATABASE_URL": "postgresql:///x", "REDIS_URL": "redis://x"}


def test_what_the_programs_are_told(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "MUSETTE_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("PGPORT", "DATABASE_ADMIN_URL", "MUSETTE_DEMONSTRATION", "PYTHONDONTWRITEBYTECODE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("MUSETTE_MAIL_URL", "smtp://chosen")
    instance = Instance(scratch / "data")
    told = settings(instance, {"DATABASE_URL": "d", "REDIS_URL": "r"}, "http://127.0.0.1:1")
    assert told == {
        "DATABASE_URL": "d",
        "REDIS_URL": "r",
        "MUSETTE_SECRET_KEY_FILE": f"{scratch}/data/secret-key",
        "MUSETTE_SEALING_KEY_FILE": f"{scratch}/data/sealing-key",
        "MUSETTE_PUBLIC_URL": "http://127.0.0.1:1",
        "MUSETTE_MAIL_URL": "smtp://chosen",
        "MUSETTE_EMBEDDED": "1",
    }
    whole = complete(told)
    assert whole.items() >= told.items()
    assert whole["PATH"] == os.environ["PATH"]
    assert (
        not {"PGPORT", "DATABASE_ADMIN_URL", "MUSETTE_DEMONSTRATION", "PYTHONDONTWRITEBYTECODE"}
        & whole.keys()
    )
