"""The embedded Valkey listens where only its owner reaches it."""

import stat
from pathlib import Path

import pytest
from redis import Redis

from lms.core import valkey
from lms.settings.environment import BadSetting


def test_the_server_answers_on_its_socket_and_keeps_a_log_of_commands(broker: str) -> None:
    with Redis.from_url(broker) as client:
        assert client.ping()
        assert client.config_get("port", "appendonly") == {"port": "0", "appendonly": "yes"}


def test_only_the_owner_may_use_the_socket(broker: str) -> None:
    socket = Path(broker.removeprefix("unix://"))
    assert stat.S_IMODE(socket.stat().st_mode) == 0o700


def test_the_folder_is_made_private_even_when_it_was_open(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o755)
    assert stat.S_IMODE(valkey.private_folder(folder).stat().st_mode) == 0o700


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(BadSetting, match="another user's"):
        valkey.private_folder(tmp_path)
