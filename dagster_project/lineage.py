"""dbt's own pages about every model, metric and exposure, as one file that needs no server."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from dagster_project.settings import Workspace
from dagster_project.warehouse import transform

PATH = Path(__file__).parents[1] / "docs" / "lineage.html"
# Of the program alone, not of an installation: no build is compiled against nor looked into.
WORDS = ["docs", "generate", "--static", "--empty-catalog", "--no-compile"]


def main() -> None:
    """Writes the file to docs/."""
    write(PATH)


def write(path: Path) -> None:
    """Writes the file.

    Raises:
        TransformError: the dbt project does not parse.
    """
    with TemporaryDirectory(prefix="anping-lineage-") as folder:
        workspace = Workspace(Path(folder))
        transform.manifest_path(workspace)
        if (failed := transform.invoke(workspace, WORDS).exception) is not None:
            raise failed
        shutil.copyfile(transform.folder(workspace) / "target" / "static_index.html", path)


if __name__ == "__main__":
    main()
