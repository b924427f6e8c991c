"""YAML files of the workspace: every complaint names the file."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from data_contracts.configuration import ConfigurationError, read_yaml


class Shelf(BaseModel):
    """Something to read a file into."""

    model_config = ConfigDict(extra="forbid")

    name: str
    width: int = 3


def complaint(path: Path) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(path, Shelf)
    assert str(path) in caught.value.cn
    assert str(path) in caught.value.en
    return caught.value


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "shelf.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_read_yaml__fields_of_the_file_and_of_the_context(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "width: 5\n"), Shelf, name="书架") == Shelf(
        name="书架", width=5
    )


def test_read_yaml__empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read_yaml(written(tmp_path, "# nothing\n"), Shelf, name="a").width == 3


def test_read_yaml__missing_file(tmp_path: Path) -> None:
    complaint(tmp_path / "none.yml")


def test_read_yaml__not_utf8(tmp_path: Path) -> None:
    assert "UTF-8" in complaint(written(tmp_path, "name: 书架".encode("gb18030"))).en


def test_read_yaml__byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    """Windows' own editor writes one."""
    assert read_yaml(written(tmp_path, "name: a\n".encode("utf-8-sig")), Shelf).name == "a"


def test_read_yaml__broken_yaml_names_the_line(tmp_path: Path) -> None:
    said = complaint(written(tmp_path, "name: a\nwidth: [1\n"))
    assert "line" in said.en
    assert "行" in said.cn


@pytest.mark.parametrize("content", ["- a\n- b\n", "just words\n", "5\n"])
def test_read_yaml__no_keys(tmp_path: Path, content: str) -> None:
    complaint(written(tmp_path, content))


def test_read_yaml__misspelt_key_comes_before_the_missing_one(tmp_path: Path) -> None:
    assert "'nam'" in complaint(written(tmp_path, "nam: a\n")).en


def test_read_yaml__missing_key(tmp_path: Path) -> None:
    assert "'name'" in complaint(written(tmp_path, "width: 5\n")).en


def test_read_yaml__complaint_quotes_no_value(tmp_path: Path) -> None:
    said = str(complaint(written(tmp_path, "name: a\nwidth: 13800138000张三\n")))
    assert "'width'" in said
    assert "13800138000" not in said
