"""The data dictionary: every column that comes in and goes out, in both languages."""

from pathlib import Path

from data_contracts import loader
from data_contracts.model import Classification, Column, MartContract, SourceContract

PATH = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
HEAD = "| 字段 Column | 名称 | 类型 Type | 说明 | Description |\n| --- | --- | --- | --- | --- |"
OUTLETS = {
    "open": "公开出口 open outlet",
    "office": "内部出口 office outlet",
    "restricted": "受限出口 restricted outlet",
}
CLASSES = {
    "person_derived": "涉及个人行为 person-derived",
    "institutional": "机构数据 institutional",
}


def text() -> str:
    """The whole dictionary as Markdown, made from the contracts."""
    sources = loader.source_contracts().values()
    marts = loader.mart_contracts().values()
    return "\n\n".join(
        [
            "# 数据字典 Data dictionary",
            "由 `data_contracts/` 中的合同生成（`make docs`），请勿手工修改。"
            "\nMade from the contracts in `data_contracts/` by `make docs`; do not edit by hand.",
            "各表由哪些登记簿和模型得来、哪些页面读取它，见 `docs/lineage.html`（由 `make docs` "
            "生成）；不写 SQL 查询指标，见[按名称查询指标](metrics.md)。"
            "\nWhat each table is made from and which pages read it: `docs/lineage.html`, which "
            "`make docs` makes. Figures without SQL: [metrics](metrics.md).",
            "## 发布的表 Published tables",
            "每张表注明最公开的出口；公开出口的表在内部出口中也有。"
            "\nEach names its widest outlet; what is in the open one is in the office one too.",
            *(_mart(contract) for contract in marts),
            "## 输入的表 Input tables",
            *(_source(contract) for contract in sources),
            "",
        ]
    )


def main() -> None:
    """Writes the dictionary to docs/."""
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")


def _mart(contract: MartContract) -> str:
    rows = "\n".join(_row(column) for column in contract.columns)
    return (
        f"### `{contract.id}` {contract.label.cn}\n\n"
        f"{contract.description.cn} {contract.description.en}\n"
        f"主键 key: {_key(contract.key)}. {OUTLETS[contract.outlet]}; "
        f"{CLASSES[contract.data_class]}.\n\n{HEAD}\n{rows}"
    )


def _source(contract: SourceContract) -> str:
    rows = "\n".join(_row(column) for column in (*contract.columns, *contract.forbidden))
    rules = "\n".join(
        f"- `{rule.id}` ({rule.column}): {rule.description.both()}" for rule in contract.rules
    )
    return (
        f"### `{contract.id}` {contract.label.cn}\n\n"
        f"{contract.description.cn} {contract.description.en}\n"
        f"主键 key: {_key(contract.key)}. {CLASSES[contract.data_class]}; "
        f"错误占比上限 error share up to {contract.max_error_share:.0%}.\n\n{HEAD}\n{rows}"
        + (f"\n\n规则 Rules:\n\n{rules}" if rules else "")
    )


def _row(column: Column) -> str:
    never = column.classification is Classification.FORBIDDEN
    kind = "禁止读取 never read" if never else column.physical_type
    codes = "；".join(f"`{code}` {label.cn}" for code, label in column.codes)
    cn = column.description.cn + (f" 取值：{codes}。" if codes else "")
    required = " *" if column.required else ""
    cells = (f"`{column.name}`{required}", column.label.cn, kind, cn, column.description.en)
    return f"| {' | '.join(cells)} |"


def _key(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    main()
