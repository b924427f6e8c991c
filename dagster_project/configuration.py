"""Reads a YAML file of the workspace into a model; a complaint names file, key and remedy."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class ConfigurationError(ValueError):
    """A setting that cannot be honoured; the message is a sentence for the user."""


def read_yaml(path: Path, model: type[Model], **context: Any) -> Model:
    """The file at `path` as a `model`; `context` fills fields that the file does not hold.

    Raises:
        ConfigurationError: the file is missing, is no YAML, or breaks the model.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}: there is no such file; 'anping init' makes one"
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path}: is not UTF-8; save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise ConfigurationError(
            f"{path}: is no valid YAML{line}; check indents and quotes"
        ) from None
    if not isinstance(content, dict):
        raise ConfigurationError(f"{path}: must hold 'key: value' lines")
    try:
        return model.model_validate({**content, **context})
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {_sentence(error)}") from None


def _sentence(error: ValidationError) -> str:
    """The first fault in words; values are left out, for they may be anything."""
    fault = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in fault["loc"]) or "the file"
    match fault["type"]:
        case "extra_forbidden":
            return f"'{key}' is not a known key; correct its spelling or remove it"
        case "missing":
            return f"'{key}' is missing; add it"
        case "value_error":
            return f"'{key}': {fault['ctx']['error']}"
        case _:
            return f"'{key}': {fault['msg'][0].lower()}{fault['msg'][1:]}; correct it"
