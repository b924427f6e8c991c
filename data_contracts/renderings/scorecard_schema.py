"""Writes the JSON Schema of issued scorecards beside their contract."""

from pathlib import Path

from data_contracts import scorecard

FILE = Path(__file__).parents[1] / "files" / "scorecard.schema.json"


def main() -> None:
    """Writes the file."""
    FILE.write_bytes(scorecard.schema())


if __name__ == "__main__":
    main()
