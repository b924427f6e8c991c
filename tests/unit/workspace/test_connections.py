"""What anping.yml may say of other systems: never a secret."""

from pathlib import Path

import pytest

from dagster_project import connections
from data_contracts.configuration import ConfigurationError
from dagster_project.settings import Settings, Workspace

HOME = 'home_area: "150626102"\nconnections:\n'


def settings(home: Path, line: str) -> Settings:
    (home / "anping.yml").write_text(f"{HOME}  clue: {line}\n", encoding="utf-8")
    return Workspace(home).settings()


@pytest.mark.parametrize(
    "line",
    [
        '{kind: postgresql, url: "postgresql://me:${PW}@host:5432/db?sslmode=require"}',
        '{kind: postgresql, url: "${CLUE_URL}"}',
        '{kind: postgresql, url: "postgresql://me@host/db"}',
        '{kind: mysql, url: "mysql://${USER}:${PW}@host/db"}',
        "{kind: sqlite, path: data/clue.db}",
        '{kind: http, url: "https://host/api", headers: {Authorization: "Bearer ${TOKEN}"}}',
        '{kind: http, url: "https://host/api", headers: {User-Agent: anping}}',
        '{kind: http, url: "https://host/api", parameters: {key: "${KEY}"}}',
    ],
)
def test_connections__without_secrets_are_taken(tmp_path: Path, line: str) -> None:
    assert "clue" in settings(tmp_path, line).connections


@pytest.mark.parametrize(
    "line",
    [
        '{kind: postgresql, url: "postgresql://me:hunter2@host/db"}',
        '{kind: postgresql, url: "postgresql://me:hunter2${X}@host/db"}',
        '{kind: postgresql, url: "postgresql://host/db?user=me&password=hunter2"}',
        '{kind: postgresql, url: "me:hunter2"}',
        '{kind: mysql, url: "mysql://me:hunter2@host/db"}',
        '{kind: http, url: "https://me:hunter2@host/api"}',
        '{kind: http, url: "https://host/api?key=hunter2"}',
        '{kind: http, url: "ftp://hunter2"}',
        '{kind: http, url: "https://host", headers: {Authorization: Bearer hunter2}}',
        '{kind: http, url: "https://host", headers: {X-Api-Key: hunter2}}',
        '{kind: http, url: "https://host", parameters: {key: hunter2}}',
        "{kind: oracle, url: hunter2}",
        "{kind: sqlite, url: hunter2}",
    ],
)
def test_connections__a_secret_or_a_mistake_is_refused_and_not_repeated(
    tmp_path: Path, line: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, line)
    for said in (caught.value.cn, caught.value.en):
        assert "anping.yml" in said
        assert "connections.clue" in said
        assert "hunter2" not in said


def test_filled__takes_the_value_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "p@ss${X}")
    assert connections.filled("a ${PW} b", "clue") == "a p@ss${X} b"
    monkeypatch.delenv("PW")
    with pytest.raises(ConfigurationError, match="PW"):
        connections.filled("${PW}", "clue")
