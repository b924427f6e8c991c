"""The mapping language: how one source's records become the columns of one contract.

Here are its grammar and where mappings are found; `normalise` carries out what they say.
"""

import re
from collections.abc import Mapping as AbstractMapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dagster_project.configuration import ConfigurationError, read_yaml
from dagster_project.connections import Connection, DatabaseFile, DatabaseServer, HttpService
from dagster_project.settings import Workspace
from dagster_project.sources.reading import tidy
from data_contracts import loader
from data_contracts.model import LogicalType, SourceContract

SHIPPED = Path(__file__).parent / "shipped"
PRODUCT_FILES = loader.HERE
EXAMPLES = {
    "files": "inbox/hotline/*.csv",
    "connection": "clue_platform",
    "table": "public.clue",
    "path": "v1/clues",
    "columns": "{area_code: region}",
}
"""How a key that one kind of source cannot do without may look."""
KINDS: dict[str, tuple[set[str], set[str]]] = {
    "files": (
        {"files"},
        {
            "encoding",
            "sheet",
            "header_rows",
            "fill_down",
            "ignore_rows",
            "scope",
            "order",
            "columns",
        },
    ),
    "calendar": (set(), {"columns"}),
    "database": ({"connection", "table", "columns"}, {"cursor", "overlap"}),
    "http": (
        {"connection", "path", "columns"},
        {"records", "parameters", "paging", "cursor", "cursor_parameter", "overlap"},
    ),
}
"""The keys that each kind of source needs, and those that it may have."""
KEYS = set().union(*(needed | allowed for needed, allowed in KINDS.values()))
REMOTE = {"database": (DatabaseServer, DatabaseFile), "http": (HttpService,)}
"""What kind of connection each kind of source goes through."""


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


class Paging(BaseModel):
    """How a service hands out a long list: by page number, by offset, or by a next link.

    `page`, `offset` and `size` are names of request parameters; `next` and `total` say where
    the answer holds the next page's address and the number of all records.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: str | None = None
    offset: str | None = None
    next: str | None = None
    total: str | None = None
    first: Annotated[int, Field(ge=0)] = 1
    size: str | None = None
    per_page: Annotated[int, Field(ge=1, le=100_000)] = 500

    @model_validator(mode="after")
    def _one_way(self) -> "Paging":
        if sum(way is not None for way in (self.page, self.offset, self.next)) != 1:
            raise ConfigurationError(
                "请写 'page'、'offset' 或 'next'，三者只能选一。",
                "give one of 'page', 'offset' and 'next'",
            )
        return self


class SourceMapping(BaseModel):
    """One mapping file: one source of one contract."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    root: Path
    contract: str
    kind: Literal["files", "calendar", "database", "http"] = "files"
    files: str | None = None
    connection: str | None = None
    reached: Connection | None = None
    table: str | None = None
    path: str | None = None
    records: str | None = None
    parameters: dict[str, str] = {}
    paging: Paging | None = None
    cursor: str | None = None
    cursor_parameter: str | None = None
    overlap: Annotated[int, Field(ge=0)] | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_rows: tuple[Annotated[int, Field(ge=1)], ...] = Field(default=(1,), min_length=1)
    fill_down: tuple[str, ...] = ()
    ignore_rows: tuple[str, ...] = ()
    delivery: Literal["snapshot", "upsert", "append"]
    scope: MonthScope | None = None
    order: Literal["name", "modified"] = "name"
    columns: dict[str, ColumnMapping] = {}

    @field_validator("parameters", mode="before")
    @classmethod
    def _parameters_are_text(cls, value: Any) -> Any:
        return {k: _text(v) for k, v in value.items()} if isinstance(value, dict) else value

    @field_validator("columns", mode="before")
    @classmethod
    def _plain_header(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {k: {"from": v} if isinstance(v, str) else v for k, v in value.items()}

    @property
    def headers(self) -> list[str]:
        """The columns of the source that are mapped, each once."""
        return list(dict.fromkeys(c.header for c in self.columns.values() if c.header is not None))

    @property
    def asked(self) -> list[str]:
        """What a database or service is asked for: mapped columns, and the cursor."""
        return list(dict.fromkeys([*self.headers, *([self.cursor] if self.cursor else [])]))

    @property
    def key(self) -> list[str]:
        """The columns of the source that feed the contract's key."""
        declared = (self.columns.get(name) for name in loader.source_contracts()[self.contract].key)
        return [c.header for c in declared if c is not None and c.header is not None]

    @model_validator(mode="after")
    def _fits_together(self) -> "SourceMapping":
        self._has_what_its_kind_takes()
        if self.cursor is not None and self.delivery == "snapshot":
            raise ConfigurationError(
                "有 'cursor' 的来源只读增量，'delivery' 须为 upsert 或 append；"
                "要每次读全表，请删去 'cursor'。",
                "a source with a 'cursor' is read in parts, so 'delivery' must be upsert or "
                "append; to read all of it every time, remove 'cursor'",
            )
        if self.cursor is None and self.delivery != "snapshot" and self.kind in REMOTE:
            raise ConfigurationError(
                "没有 'cursor' 的来源每次读全表，'delivery' 须为 snapshot。",
                "a source without a 'cursor' is read as a whole, so 'delivery' must be snapshot",
            )
        if (self.cursor_parameter is None) != (self.cursor is None) and self.kind == "http":
            raise ConfigurationError(
                "'cursor'（记录中的字段）与 'cursor_parameter'（请求参数名）须同时写明。",
                "'cursor' (a field of the records) and 'cursor_parameter' (a parameter of the "
                "request) go together",
            )
        if self.scope is not None and self.delivery != "snapshot":
            raise ConfigurationError(
                "'scope' 只能与 'delivery: snapshot' 同用，请更正其一。",
                "'scope' goes with 'delivery: snapshot' only",
            )
        return self

    def _has_what_its_kind_takes(self) -> None:
        needed, allowed = KINDS[self.kind]
        for key in sorted(KEYS):
            is_said = getattr(self, key) != type(self).model_fields[key].get_default()
            if key in needed and not is_said:
                raise ConfigurationError(
                    f"'kind: {self.kind}' 的来源须写明 '{key}'，如 {EXAMPLES[key]}。",
                    f"a source of kind {self.kind} needs '{key}', such as {EXAMPLES[key]}",
                )
            if is_said and key not in needed | allowed:
                raise ConfigurationError(
                    f"'{key}' 不能用于 'kind: {self.kind}' 的来源，请删去。",
                    f"'{key}' does not go with a source of kind {self.kind}; remove it",
                )


def load(workspace: Workspace) -> dict[str, SourceMapping]:
    """All mappings by name: shipped ones, and the workspace's, which win over the same name.

    Raises:
        ConfigurationError: a mapping file is wrong or fits no contract.
    """
    mappings = {path.stem: _read(path, PRODUCT_FILES) for path in sorted(SHIPPED.glob("*.yml"))}
    own = {}
    for path in sorted(workspace.mappings.glob("*.yml")):
        mapping = _read(path, workspace.home)
        if mapping.connection is not None:
            mapping = _connected(mapping, workspace.settings().connections, path)
        own[path.stem] = mapping
    return mappings | own


def of_contract(
    mappings: AbstractMapping[str, SourceMapping], contract: SourceContract
) -> list[SourceMapping]:
    """The mappings that feed `contract`, by name."""
    return [mapping for mapping in mappings.values() if mapping.contract == contract.id]


def _read(path: Path, root: Path) -> SourceMapping:
    mapping = read_yaml(path, SourceMapping, name=path.stem, root=root, reached=None)
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
    _refuse_unmapped(mapping, contract, path)
    return mapping


def _connected(
    mapping: SourceMapping, known: AbstractMapping[str, Connection], path: Path
) -> SourceMapping:
    connection = known.get(mapping.connection or "")
    if connection is None:
        listed = ", ".join(sorted(known)) or "—"
        raise ConfigurationError(
            f"{path}：'connection'：anping.yml 的 'connections' 中没有 '{mapping.connection}'，"
            f"已有：{listed}。",
            f"{path}: 'connection': there is no '{mapping.connection}' among 'connections' in "
            f"anping.yml, which has {listed}",
        )
    if not isinstance(connection, REMOTE[mapping.kind]):
        raise ConfigurationError(
            f"{path}：'connection'：'{mapping.connection}' 是 {connection.kind} 连接，"
            f"不能用于 'kind: {mapping.kind}'。",
            f"{path}: 'connection': '{mapping.connection}' is a connection of kind "
            f"{connection.kind} and does not go with 'kind: {mapping.kind}'",
        )
    return mapping.model_copy(update={"reached": connection})


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
    origins = {f"columns.{name}.from": column.header for name, column in mapping.columns.items()}
    named += [
        (key, header, [header, *re.split(r"[/.]", header)])
        for key, header in (origins | {"cursor": mapping.cursor}).items()
        if header is not None
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


def _refuse_unmapped(mapping: SourceMapping, contract: SourceContract, path: Path) -> None:
    """A database is asked for named columns only, so nothing is found by its label there."""
    lacking = [c.name for c in contract.columns if c.required and c.name not in mapping.columns]
    if mapping.kind in REMOTE and lacking:
        raise ConfigurationError(
            f"{path}：'columns'：缺少必填列 '{lacking[0]}'，请写明它来自哪个来源列。",
            f"{path}: 'columns': the required column '{lacking[0]}' is missing; "
            "say which column of the source it comes from",
        )


def _text(value: Any) -> Any:
    """YAML turns true, 1 and 2000-01-01 into other things than the text that was meant."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str) else str(value)
