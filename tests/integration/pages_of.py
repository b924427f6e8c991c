"""A process that draws pages of the workspace it is given: overview, form feed, data quality."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

import dashboards


def _data_quality() -> None:
    from dashboards import entrance
    from dashboards.app import draw
    from dashboards.app_pages import data_quality

    entrance.enter()
    draw(data_quality.show)


if __name__ == "__main__":
    overview = AppTest.from_file(str(Path(dashboards.__file__).parent / "app.py"))
    overview.query_params["period"] = "quarter"
    for number, page in enumerate((overview, AppTest.from_function(_data_quality))):
        page.default_timeout = 120
        page.run()
        assert not page.exception, [f"{one.message} {one.stack_trace}" for one in page.exception]
        print("\f" if number else "", "\n".join(element.proto.body for element in page.html))
