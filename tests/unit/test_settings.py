from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.settings import Settings, read_settings
from domain.errors import Misconfigured


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing(tmp_path: Path) -> None:
    settings = read_settings(data_folder=tmp_path / "d")
    assert settings.database.url is None
    assert settings.model.base_url == "http://127.0.0.1:11434"
    assert settings.data_folder == tmp_path / "d"


def test_nested_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERGINI_MODEL__THREADS", "3")
    monkeypatch.setenv("CAREERGINI_DATABASE__URL", "postgresql://me:hunter2@host/db")
    settings = read_settings()
    assert settings.model.threads == 3
    assert "hunter2" not in repr(settings)


def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERGINI_MODEL__NUM_CTX", "many")
    with pytest.raises(Misconfigured, match="CAREERGINI_MODEL__NUM_CTX"):
        read_settings()


def test_a_misspelt_setting_of_a_group_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREERGINI_MODEL__TREADS", "3")
    with pytest.raises(Misconfigured, match="CAREERGINI_MODEL__TREADS"):
        read_settings()


def test_every_setting_says_what_it_means() -> None:
    for name, group in Settings.model_fields.items():
        kind = group.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for inner, field in kind.model_fields.items():
                assert field.description, f"{name}.{inner}"
        else:
            assert group.description, name
