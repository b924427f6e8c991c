"""Contract files into the typed view, and refusals of what cannot be honoured."""

from dataclasses import replace
from pathlib import Path

import pytest

from data_contracts import loader
from data_contracts.loader import ContractError, load_mart, load_source
from data_contracts.model import Classification, DataClass, Outlet, Reference, Text
from tests.unit.contracts.written import Change, column, document, table, write


def test_load_source__everything_that_the_file_says(tmp_path: Path) -> None:
    contract = load_source(write(tmp_path, document()))
    assert contract.id == "training"
    assert contract.label == Text("培训", "Training")
    assert contract.description == Text("每行一次培训。", "One training per row.")
    assert (contract.domain, contract.owner) == ("organisation", "扫黑办")
    assert contract.data_class is DataClass.INSTITUTIONAL
    assert (contract.max_error_share, contract.freshness_days) == (0.05, 40)
    assert contract.event_date == "held_on"
    assert contract.key == ("event_id",)


def test_load_source__columns(tmp_path: Path) -> None:
    contract = load_source(write(tmp_path, document()))
    assert [c.name for c in contract.columns] == ["event_id", "held_on", "kind"]
    event, held, kind = contract.columns
    assert (event.pattern, event.max_length, event.required) == ("[A-Z0-9]+", 20, True)
    assert event.label == Text("培训编号", "Event id")
    assert (held.physical_type, held.classification) == ("DATE", Classification.INTERNAL)
    assert kind.codes == (
        ("on_line", Text("线上", "On line")),
        ("in_room", Text("线下", "In room")),
    )
    assert not kind.required


def test_load_source__forbidden_columns_stand_apart(tmp_path: Path) -> None:
    contract = load_source(write(tmp_path, document()))
    assert [c.name for c in contract.forbidden] == ["attendee_name"]
    with pytest.raises(KeyError):
        contract.column("attendee_name")


def test_load_source__rules_are_the_predicates_of_bad_rows(tmp_path: Path) -> None:
    [rule] = load_source(write(tmp_path, document())).rules
    assert (rule.id, rule.column) == ("held_in_future", "held_on")
    assert rule.predicate == "held_on > current_date"
    assert rule.description == Text("晚于今天。", "Later than today.")


def test_load_source__without_a_promise_of_freshness(tmp_path: Path) -> None:
    contract = load_source(write(tmp_path, document(lambda d: d.pop("slaProperties"))))
    assert contract.freshness_days is None


def test_load_source__references(tmp_path: Path) -> None:
    def refer(content: dict[str, object]) -> None:
        column(content, "kind")["relationships"] = [{"to": "area.area_code"}]

    contract = load_source(write(tmp_path, document(refer)))
    assert contract.column("kind").references == Reference("area", "area_code")


def _set(*path: str | int, value: object) -> Change:
    """A change that puts `value` at a place in the document."""

    def change(content: object) -> None:
        for step in path[:-1]:
            content = content[step]  # type: ignore[index]
        content[path[-1]] = value  # type: ignore[index]

    return change


def _drop(*path: str | int) -> Change:
    def change(content: object) -> None:
        for step in path[:-1]:
            content = content[step]  # type: ignore[index]
        del content[path[-1]]  # type: ignore[attr-defined]

    return change


FIRST = ("schema", 0, "properties", 0)
RULE = ("schema", 0, "properties", 1, "quality", 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_drop("id"), ["id"]),
        (_set("id", value="trainings"), ["trainings"]),
        (_drop("version"), ["version"]),
        (_drop("domain"), ["domain"]),
        (_drop("team"), ["team"]),
        (_drop("schema"), ["schema"]),
        (_set("schema", value=[]), ["schema"]),
        (lambda d: d["schema"].append(table(d)), ["schema"]),
        (_set("schema", 0, "name", value="other"), ["schema"]),
        (_drop("schema", 0, "businessName"), ["businessName"]),
        (_drop("schema", 0, "description"), ["description"]),
        (_set("schema", 0, "description", value="只有中文。"), ["description"]),
        (_drop("schema", 0, "properties"), ["properties"]),
        (_drop("schema", 0, "customProperties"), ["dataClass"]),
        (_set("schema", 0, "customProperties", 0, "value", value="personal"), ["dataClass"]),
        (_drop("schema", 0, "customProperties", 1), ["maxErrorShare"]),
        (_set("schema", 0, "customProperties", 1, "value", value="few"), ["maxErrorShare"]),
        (_drop(*FIRST, "name"), ["name"]),
        (_set(*FIRST, "name", value="held_on"), ["held_on"]),
        (_drop(*FIRST, "businessName"), ["businessName", "event_id"]),
        (_drop(*FIRST, "logicalType"), ["logicalType", "event_id"]),
        (_set(*FIRST, "logicalType", value="text"), ["logicalType", "text"]),
        (_drop(*FIRST, "classification"), ["classification", "event_id"]),
        (_set(*FIRST, "classification", value="secret"), ["classification", "secret"]),
        (_set(*FIRST, "description", value="一\nTwo\nThree"), ["event_id"]),
        (_drop(*FIRST, "primaryKeyPosition"), ["primaryKeyPosition"]),
        (_set(*FIRST, "primaryKey", value=False), ["primaryKey"]),
        (_set(*FIRST, "logicalTypeOptions", value={"minLength": 2}), ["minLength"]),
        (_set(*FIRST, "relationships", value=[{"to": "area"}]), ["event_id"]),
        (_set(*FIRST, "relationships", value=[{"to": "a.b"}, {"to": "c.d"}]), ["event_id"]),
        (_set(*RULE, "query", value="SELECT COUNT(*) FROM training"), ["held_on", "mustBe"]),
        (_set(*RULE, "mustBe", value=1), ["held_on", "mustBe"]),
        (_drop(*RULE, "query"), ["query"]),
        (_drop(*RULE, "id"), ["id"]),
        (_drop(*RULE, "description"), ["description"]),
    ],
)
def test_load_source__broken_contract_is_refused_by_file_and_key(
    tmp_path: Path, change: Change, words: list[str]
) -> None:
    path = write(tmp_path, document(change))
    with pytest.raises(ContractError) as caught:
        load_source(path)
    for said in (caught.value.cn, caught.value.en):
        assert path.name in said
    for word in words:
        assert word in caught.value.en


@pytest.mark.parametrize("text", ["id: [\n", "just words\n", ""], ids=["no YAML", "words", "empty"])
def test_load_source__file_that_is_no_document(tmp_path: Path, text: str) -> None:
    path = tmp_path / "training.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=r"training\.odcs\.yaml"):
        load_source(path)


def test_load_mart__outlet_and_array(tmp_path: Path) -> None:
    def publish(content: dict[str, object]) -> None:
        table(content)["customProperties"].append({"property": "outlet", "value": "restricted"})
        column(content, "kind")["logicalType"] = "array"

    contract = load_mart(write(tmp_path, document(publish)))
    assert contract.outlet is Outlet.RESTRICTED
    assert contract.columns[2].physical_type == "VARCHAR[]"


@pytest.mark.parametrize("outlet", [None, "everyone"])
def test_load_mart__needs_a_known_outlet(tmp_path: Path, outlet: str | None) -> None:
    def publish(content: dict[str, object]) -> None:
        if outlet:
            table(content)["customProperties"].append({"property": "outlet", "value": outlet})

    with pytest.raises(ContractError, match="outlet"):
        load_mart(write(tmp_path, document(publish)))


def test_source_contracts__referenced_ones_come_first() -> None:
    order = list(loader.source_contracts())
    for contract in loader.source_contracts().values():
        for item in contract.columns:
            if item.references and item.references.contract != contract.id:
                assert order.index(item.references.contract) < order.index(contract.id)


def _only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *changes: tuple[str, str]) -> None:
    """A folder of contracts, each of which refers to another one."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, target in changes:

        def rename(content: dict[str, object], name: str = name, target: str = target) -> None:
            content["id"] = table(content)["name"] = name
            column(content, "kind")["relationships"] = [{"to": target}]

        write(folder, document(rename), name)
    monkeypatch.setattr(loader, "HERE", tmp_path)
    loader.source_contracts.cache_clear()


@pytest.fixture
def forgotten() -> object:
    """Contracts of a test do not outlive it."""
    yield
    loader.source_contracts.cache_clear()


@pytest.mark.usefixtures("forgotten")
def test_source_contracts__circle_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only(tmp_path, monkeypatch, ("a", "b.event_id"), ("b", "a.event_id"))
    with pytest.raises(ContractError, match="a → b"):
        loader.source_contracts()


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize("target", ["nothing.event_id", "a.nothing", "a.attendee_name"])
def test_source_contracts__reference_to_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    _only(tmp_path, monkeypatch, ("a", "a.event_id"), ("b", target))
    with pytest.raises(ContractError, match=target.split(".")[-1].replace("event_id", "nothing")):
        loader.source_contracts()


def test_contract__key_follows_its_positions() -> None:
    area = loader.source_contracts()["area"]
    turned = tuple(
        replace(c, key_position=3 - c.key_position) if c.key_position else c for c in area.columns
    )
    assert area.key == ("area_code", "valid_from")
    assert replace(area, columns=turned).key == ("valid_from", "area_code")
