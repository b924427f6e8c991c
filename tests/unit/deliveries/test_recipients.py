"""What anping.yml may say of recipients: never a secret, and never two of a name."""

from pathlib import Path

import pytest

from dagster_project import setup
from dagster_project.settings import Settings, Workspace
from data_contracts.configuration import ConfigurationError

HOME = 'home_area: "150626102"\ndeliveries:\n'
KEY = "SHA256:" + "a" * 43


def settings(home: Path, *lines: str) -> Settings:
    said = "".join(f"  - {{{line}}}\n" for line in lines)
    (home / "anping.yml").write_text(HOME + said, encoding="utf-8")
    return Workspace(home).settings()


@pytest.mark.parametrize(
    "line",
    [
        "kind: folder, path: /mnt/shared",
        f'kind: sftp, url: "sftp://me:${{PW}}@host:2222/in", host_key: "{KEY}"',
        f'kind: sftp, url: "${{SFTP_URL}}", host_key: "{KEY}"',
        f'kind: sftp, url: "sftp://me@host/in", host_key: "{KEY}", key_file: id_ed25519',
        'kind: http, url: "https://host/in", headers: {Authorization: "Bearer ${TOKEN}"}',
    ],
)
def test_recipient__is_taken_and_sees_only_what_is_open(tmp_path: Path, line: str) -> None:
    [recipient] = settings(tmp_path, f"name: 旗考核办, {line}").deliveries
    assert (recipient.name, recipient.rights, recipient.tries) == ("旗考核办", "open", 5)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("kind: folder", "path"),
        ("kind: folder, path: x, rights: restricted", "rights"),
        ("kind: folder, path: x, tries: 0", "tries"),
        (f'kind: sftp, url: "sftp://me:hunter2@host/in", host_key: "{KEY}"', "url"),
        (f'kind: sftp, url: "ftp://me@host/in", host_key: "{KEY}"', "url"),
        (f'kind: sftp, url: "sftp://host/in", host_key: "{KEY}"', "url"),
        ('kind: sftp, url: "sftp://me@host/in"', "host_key"),
        ('kind: sftp, url: "sftp://me@host/in", host_key: "MD5:00"', "host_key"),
        ('kind: http, url: "https://me:hunter2@host/in"', "url"),
        ('kind: http, url: "https://host/in?token=hunter2"', "url"),
        ('kind: http, url: "https://host/in", headers: {X-Token: hunter2}', "headers"),
    ],
)
def test_recipient__complaints_name_the_key_and_quote_nothing(
    tmp_path: Path, line: str, key: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, f"name: x, {line}")
    for said in (caught.value.cn, caught.value.en):
        assert f".{key}'" in said
        assert "hunter2" not in said


@pytest.mark.parametrize("name", ["../x", "", "a b", "/etc"])
def test_recipient__name_can_be_that_of_a_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="name"):
        settings(tmp_path, f'name: "{name}", kind: folder, path: x')


def test_recipients__have_names_of_their_own(tmp_path: Path) -> None:
    line = "name: x, kind: folder, path: x"
    with pytest.raises(ConfigurationError, match="deliveries"):
        settings(tmp_path, line, line)


def test_recipients__of_the_commented_settings_hold_once_uncommented(tmp_path: Path) -> None:
    """As `anping init` writes them; only the fingerprint is nobody's."""
    setup.make(Workspace(tmp_path), "150626102")
    written = (tmp_path / "anping.yml").read_text(encoding="utf-8")
    _, example = written.split("# deliveries:\n")
    lines = [line.removeprefix("# ") for line in example.splitlines() if line.startswith("#  ")]
    text = "\n".join(lines).replace("SHA256:…", KEY)
    (tmp_path / "anping.yml").write_text(HOME + text + "\n", encoding="utf-8")
    found = Workspace(tmp_path).settings().deliveries
    assert [(one.kind, one.rights) for one in found] == [
        ("folder", "office"),
        ("sftp", "open"),
        ("http", "open"),
    ]
