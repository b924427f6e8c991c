"""The catalogue as metrics of dbt's semantic layer: one an indicator that a model computes."""

import csv
from pathlib import Path
from typing import Any

import yaml

from data_contracts import loader, plan
from data_contracts.model import Text

DBT = Path(__file__).parents[2] / "dbt"
PATH = DBT / "semantic" / "indicators.yml"
MODELS = "int_indicator_*.sql"
HEAD = (
    "# 由 data_contracts/indicators.csv 生成（make docs），请勿手工修改。\n"
    "# Made from data_contracts/indicators.csv by `make docs`; do not edit by hand.\n"
)


def text(catalogue: Path = plan.CATALOGUE) -> str:
    """The YAML of all metrics, in the order of the catalogue."""
    computed = {path.stem.rsplit("_", 1)[1].upper() for path in DBT.rglob(MODELS)}
    with catalogue.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["indicator_id"] in computed]
    units = dict(loader.source_contracts()["indicator"].column("unit").codes)
    metrics = [_metric(row, units[row["unit"]]) for row in rows]
    return HEAD + yaml.safe_dump({"metrics": metrics}, allow_unicode=True, sort_keys=False)


def main() -> None:
    """Writes the metrics into the dbt project."""
    PATH.write_text(text(), encoding="utf-8")


def _metric(row: dict[str, str], unit: Text) -> dict[str, Any]:
    """The metric of a row of the catalogue: its value where a question leaves one figure."""
    return {
        "name": row["indicator_id"].lower(),
        "label": f"{row['name_cn']} {row['name_en']}",
        "description": f"{row['definition_cn']} {row['definition_en']} 单位 Unit: {unit.both()}.",
        "type": "derived",
        "type_params": {
            "expr": "case when figure_count = 1 then largest_value end",
            "metrics": ["figure_count", "largest_value"],
        },
        "filter": f"{{{{ Dimension('figure__indicator_id') }}}} = '{row['indicator_id']}'",
    }


if __name__ == "__main__":
    main()
