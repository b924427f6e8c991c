"""The mapping language: how one source's files become the columns of one contract.

Here are its grammar and where mappings are found; `normalise` carries out what they say.
"""

import re
from collections.abc import Mapping as AbstractMapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dagster_project.configuration import ConfigurationError, read_yaml
from dagster_project.settings import Workspace
from dagster_project.sources.reading import tidy
from data_contracts import loader
from data_contracts.model import LogicalType, SourceContract

SHIPPED = Path(__file__).parent / "shipped"
PRODUCT_FILES = loader.HERE


class ColumnMapping(BaseModel):
    """Where one contract column comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    header: str | None = Field(default=None, alias="from")
    codes: dict[str, str | None] = {}
    format: str | None = None
    value: str | None = None

    @field_validator("codes", mode="before")
    @classmethod
    def _codes_are_text(cls, value: Any) -> Any:
        return {_text(k): _text(v) for k, v in value.items()} if isinstance(value, dict) else value

    @field_validator("value", mode="before")
    @classmethod
    def _value_is_text(cls, value: Any) -> Any:
        return _text(value)

    @model_validator(mode="after")
    def _one_origin(self) -> "ColumnMapping":
        if (self.header is None) == (self.value is None):
            raise ConfigurationError(
                "请写 'from'（表头）或 'value'（固定值），二者只能选一。",
                "give either 'from' (a header) or 'value' (a constant)",
            )
        return self


class MonthScope(BaseModel):
    """A file that is complete for the month that its name states."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    month_of: str
    in_name: str

    @field_validator("in_name")
    @classmethod
    def _finds_year_and_month(cls, value: str) -> str:
        try:
            is_fit = re.compile(value).groups == 2
        except re.error:
            is_fit = False
        if not is_fit:
            raise ConfigurationError(
                r"须是正则表达式，用两个括号取出年和月，如 '(\d{4})年(\d{1,2})月'。",
                "must be a regular expression with two groups, the year and the month, "
                r"such as '(\d{4})-(\d{2})'",
            )
        return value


class SourceMapping(BaseModel):
    """One mapping file: one source of one contract."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    root: Path
    contract: str
    kind: Literal["files", "calendar"] = "files"
    files: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_rows: tuple[Annotated[int, Field(ge=1)], ...] = Field(default=(1,), min_length=1)
    fill_down: tuple[str, ...] = ()
    ignore_rows: tuple[str, ...] = ()
    delivery: Literal["snapshot", "upsert", "append"]
    scope: MonthScope | None = None
    order: Literal["name", "modified"] = "name"
    columns: dict[str, ColumnMapping] = {}

    @field_validator("columns", mode="before")
    @classmethod
    def _plain_header(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {k: {"from": v} if isinstance(v, str) else v for k, v in value.items()}

    @model_validator(mode="after")
    def _fits_together(self) -> "SourceMapping":
        if (self.kind == "files") != (self.files is not None):
            raise ConfigurationError(
                "文件来源须写明 'files'，如 inbox/hotline/*.csv。",
                "a source of files needs 'files', such as inbox/hotline/*.csv",
            )
        if self.scope is not None and self.delivery != "snapshot":
            raise ConfigurationError(
                "'scope' 只能与 'delivery: snapshot' 同用，请更正其一。",
                "'scope' goes with 'delivery: snapshot' only",
            )
        return self


def load(workspace: Workspace) -> dict[str, SourceMapping]:
    """All mappings by name: shipped ones, and the workspace's, which win over the same name.

    Raises:
        ConfigurationError: a mapping file is wrong or fits no contract.
    """
    mappings = {path.stem: _read(path, PRODUCT_FILES) for path in sorted(SHIPPED.glob("*.yml"))}
    own = {
        path.stem: _read(path, workspace.home) for path in sorted(workspace.mappings.glob("*.yml"))
    }
    return mappings | own


def of_contract(
    mappings: AbstractMapping[str, SourceMapping], contract: SourceContract
) -> list[SourceMapping]:
    """The mappings that feed `contract`, by name."""
    return [mapping for mapping in mappings.values() if mapping.contract == contract.id]


def _read(path: Path, root: Path) -> SourceMapping:
    mapping = read_yaml(path, SourceMapping, name=path.stem, root=root)
    contract = loader.source_contracts().get(mapping.contract)
    if contract is None:
        known = ", ".join(loader.source_contracts())
        raise ConfigurationError(
            f"{path}：'contract'：没有名为 '{mapping.contract}' 的输入合同，"
            f"请改用以下之一：{known}。",
            f"{path}: 'contract': there is no contract '{mapping.contract}'; use one of {known}",
        )
    _refuse_forbidden(mapping, contract, path)
    _refuse_unknown(mapping, contract, path)
    return mapping


def _named(mapping: SourceMapping) -> dict[str, str]:
    """The contract columns that a mapping names, by the key that names them."""
    named = {f"columns.{name}": name for name in mapping.columns}
    if mapping.scope is not None:
        named["scope.month_of"] = mapping.scope.month_of
    return named


def _refuse_forbidden(mapping: SourceMapping, contract: SourceContract, path: Path) -> None:
    """Neither as a column nor, under another name, as the header that feeds one."""
    forbidden = {tidy(name) for c in contract.forbidden for name in (c.name, c.label.cn)}
    named = [(key, name, [name]) for key, name in _named(mapping).items()]
    named += [
        (f"columns.{name}.from", column.header, [column.header, *column.header.split("/")])
        for name, column in mapping.columns.items()
        if column.header is not None
    ]
    for key, name, parts in named:
        if forbidden & {tidy(part) for part in parts}:
            raise ConfigurationError(
                f"{path}：'{key}' 指向合同禁止读取的列 '{name}'，请删去。",
                f"{path}: '{key}': '{name}' is forbidden by the contract and never read; remove it",
            )


def _refuse_unknown(mapping: SourceMapping, contract: SourceContract, path: Path) -> None:
    columns = {column.name: column for column in contract.columns}
    listed = ", ".join(sorted(columns))
    for key, name in _named(mapping).items():
        if name not in columns:
            raise ConfigurationError(
                f"{path}：'{key}'：合同 {contract.id} 没有列 '{name}'，请改用以下之一：{listed}。",
                f"{path}: '{key}': '{name}' is no column of {contract.id}; use one of {listed}",
            )
    month_of = mapping.scope.month_of if mapping.scope else None
    if month_of is not None and columns[month_of].logical_type is not LogicalType.DATE:
        dates = ", ".join(c.name for c in contract.columns if c.logical_type is LogicalType.DATE)
        raise ConfigurationError(
            f"{path}：'scope.month_of'：列 '{month_of}' 不是日期，请改用以下之一：{dates}。",
            f"{path}: 'scope.month_of': '{month_of}' is no date column; use one of {dates}",
        )


def _text(value: Any) -> Any:
    """YAML turns true, 1 and 2000-01-01 into other things than the text that was meant."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str) else str(value)
