"""The mapping language: how one source's records become the columns of one contract.

Here is its grammar; `mapping_files` finds the files and holds them against their contracts,
`normalise` and `scope` carry out what they say.
"""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dagster_project.connections import Connection, DatabaseFile, DatabaseServer, HttpService
from data_contracts import loader
from data_contracts.configuration import ConfigurationError

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
    "catalogue": (set(), set()),
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


class Scope(BaseModel):
    """What each table of a snapshot source is complete for.

    `of` is a key column, and a table is complete for one value of it; `month_of` is a date, and
    it is complete for one month. `in_name` finds which one in the name of file or sheet; without
    it the rows of a table tell the value.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str | None = None
    month_of: str | None = None
    in_name: str | None = None

    @property
    def key(self) -> str:
        """The key of the mapping file that names the column."""
        return "scope.of" if self.month_of is None else "scope.month_of"

    @property
    def column(self) -> str:
        """The contract column that it is about."""
        return self.of or self.month_of or ""

    @model_validator(mode="after")
    def _says_what_and_where(self) -> "Scope":
        if (self.of is None) == (self.month_of is None):
            raise ConfigurationError(
                "请写 'of'（主键列）或 'month_of'（日期列），二者只能选一。",
                "give either 'of' (a key column) or 'month_of' (a date column)",
            )
        if self.month_of is not None and _group_count(self.in_name) != 2:
            raise ConfigurationError(
                "'in_name' 须是正则表达式，用两个括号从文件名取出年和月，"
                r"如 '(\d{4})年(\d{1,2})月'。",
                "'in_name' must be a regular expression that takes year and month out of the "
                r"file's name in two groups, such as '(\d{4})-(\d{2})'",
            )
        if self.of is not None and self.in_name is not None and _group_count(self.in_name) != 1:
            raise ConfigurationError(
                r"'in_name' 须是正则表达式，用一个括号从文件名取出该列的值，如 '批次(\w+)'。",
                "'in_name' must be a regular expression that takes the column's value out of the "
                r"file's name in one group, such as 'wave-(\w+)'",
            )
        return self


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
    kind: Literal["files", "calendar", "catalogue", "database", "http"] = "files"
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
    scope: Scope | None = None
    order: Literal["name", "modified"] = "name"
    columns: dict[str, ColumnMapping] = {}

    @field_validator("files")
    @classmethod
    def _files_stay_below(cls, value: str | None) -> str | None:
        if value is not None and ".." in re.split(r"[/\\]", value):
            raise ConfigurationError(
                "'files' 不得含上级目录 '..'；工作区之外的文件夹请写绝对路径。",
                "'files' must not lead upwards with '..'; "
                "name a folder outside the workspace by its absolute path",
            )
        return value

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


def _text(value: Any) -> Any:
    """YAML turns true, 1 and 2000-01-01 into other things than the text that was meant."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str) else str(value)


def _group_count(pattern: str | None) -> int | None:
    """How many groups a regular expression has; none at all where it is not one."""
    try:
        return None if pattern is None else re.compile(pattern).groups
    except re.error:
        return None
