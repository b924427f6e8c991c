"""Reads a YAML file of the workspace into a model; a complaint names file, key and remedy."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from data_contracts.complaint import Complaint
from data_contracts.model import Text

Model = TypeVar("Model", bound=BaseModel)


class ConfigurationError(Complaint):
    """A setting that cannot be honoured; a validator's names neither file nor key."""


def read_yaml(path: Path, model: type[Model], **context: Any) -> Model:
    """The file at `path` as a `model`; `context` fills fields that the file does not hold.

    Raises:
        ConfigurationError: the file is missing, is no YAML, or breaks the model.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}：没有这个文件，可运行 'anping init' 生成。",
            f"{path}: there is no such file; 'anping init' makes one",
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path}：文件不是 UTF-8 编码，请另存为 UTF-8。",
            f"{path}: is not UTF-8; save it as UTF-8",
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        cn, en = (f"第 {mark.line + 1} 行", f" in line {mark.line + 1}") if mark else ("", "")
        raise ConfigurationError(
            f"{path}：{cn} YAML 格式有误，请检查缩进和引号。",
            f"{path}: is no valid YAML{en}; check indents and quotes",
        ) from None
    if not isinstance(content, dict):
        raise ConfigurationError(
            f"{path}：内容须为 'key: value' 形式，每行一项，请更正。",
            f"{path}: must hold 'key: value' lines",
        )
    try:
        return model.model_validate({**content, **context})
    except ValidationError as error:
        said = _sentence(error)
        raise ConfigurationError(f"{path}：{said.cn}", f"{path}: {said.en}") from None


def _sentence(error: ValidationError) -> Text:
    """One fault in words; values are left out, for they may be anything.

    An unknown key comes first: misspelt, it is also why another one is missing.
    """
    faults = error.errors(include_url=False)
    fault = min(faults, key=lambda fault: fault["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in fault["loc"])
    match fault["type"], fault.get("ctx", {}):
        case "extra_forbidden", _:
            return Text(
                f"不认识键 '{key}'，请更正拼写或删去。",
                f"'{key}' is not a known key; correct its spelling or remove it",
            )
        case "missing", _:
            return Text(f"缺少键 '{key}'，请补上。", f"'{key}' is missing; add it")
        case _, {"error": Complaint(cn=cn, en=en)}:
            return Text(f"'{key}'：{cn}", f"'{key}': {en}") if key else Text(cn, en)
        case "literal_error", {"expected": str(expected)}:
            known = expected.replace(" or ", "、").replace(", ", "、")
            return Text(
                f"'{key}' 的值无效，只能用以下之一：{known}。",
                f"'{key}': input should be {expected}; correct it",
            )
        case _:
            words = f"{fault['msg'][0].lower()}{fault['msg'][1:]}"
            return Text(f"'{key}' 的值无效，请更正。", f"'{key}': {words}; correct it")
