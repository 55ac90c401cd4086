"""Text that looks like markup stays text everywhere, and no picture that it names is read."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateError
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QMessageBox,
    QTableView,
    QWidget,
)

from models.entering.open import open_register
from models.exchange.papers import templates
from models.queries.cases import derive
from models.register import Register
from models.schema import TABLES, dictionary
from tests.hostile.watching import Watch, linux_only
from tests.models import making
from ui.printing.paper import Paper
from ui.tour import walk as tour
from ui.widgets.agrees import agrees
from ui.widgets.plain import plain_tip

#: Columns that hold a code, a number or what the register makes itself.
KEPT = {"reference", "series", "uid", "file_name", "sha256", "media_type", "key", "value"}
KEPT |= {"former_references", "cases", "moved", "name"} | {
    column
    for model in TABLES
    for column, entry in dictionary.entries(model).items()
    if entry.kind == "code"
}
CODED_TOO = {"role", "factor", "clock", "duty", "nation", "how", "acknowledged_how", "rule"}
#: Tables that are derived, or that are the record itself.
APART = {"case_line", "case_clock", "search_entry", "audit_record", "setting", "schema_migration"}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A picture that nobody gave to the program."""
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = tmp_path / "planted.png"
    assert image.save(str(path))
    return path


@pytest.fixture
def hostile(path: Path, planted: Path) -> Iterator[Register]:
    """A register in whose every row every text is markup that names the planted picture."""
    raw = making.raw(path)
    raw.row_factory = None
    raw.execute("BEGIN IMMEDIATE")
    tables = [
        name
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name not in APART and not name.startswith(("search_", "sqlite_"))
    ]
    filled = 0
    for table in tables:
        for _, column, kind, *_ in raw.execute(f'PRAGMA table_info("{table}")').fetchall():
            text = kind.upper().startswith(("TEXT", "VARCHAR"))
            if text and column not in KEPT | CODED_TOO and not column.endswith("kind"):
                markup = f'<img src="{planted}"><img src="file://{planted}"> <b>x</b> '
                filled += raw.execute(
                    f'UPDATE "{table}" SET "{column}" = ? || rowid WHERE "{column}" <> \'\'',
                    (markup,),
                ).rowcount
    raw.execute("UPDATE user SET full_name = '<b>' || name || '</b>'")
    derive.rebuild(raw)
    raw.execute("COMMIT")
    raw.close()
    assert filled > 2000
    with open_register(path) as register:
        yield register


def as_markup(widget: QWidget) -> list[str]:
    """Everything in a window that Qt would take for markup."""
    found = []
    for label in [*widget.findChildren(QLabel), *([widget] if isinstance(widget, QLabel) else [])]:
        plain = label.textFormat() == Qt.TextFormat.PlainText
        if not plain and "<" in label.text():
            found.append(f"{type(label.parent()).__name__}: {label.text()[:60]}")
    tips = [one.toolTip() for one in widget.findChildren(QWidget)]
    for view in widget.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(min(model.rowCount(view.rootIndex()), 40) if model is not None else 0):
            columns = model.columnCount() if isinstance(view, QTableView) else 1
            for column in range(columns):
                tip = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
                tips.append(tip if isinstance(tip, str) else "")
    return found + [f"tip: {tip[:60]}" for tip in tips if "<img" in tip]


@pytest.mark.slow
@linux_only
def test_no_screen_paper_or_tip_takes_what_was_typed_for_markup(
    app: QApplication,
    hostile: Register,
    planted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []
    looked_at = 0
    rest = tour._rest

    def look(*given: Any) -> None:
        nonlocal looked_at
        rest(*given)
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                looked_at += len(window.findChildren(QLabel))
                seen.extend(as_markup(window))

    monkeypatch.setattr(tour, "_rest", look)
    with Watch(planted) as watch:
        made = tour.walk(hostile, tmp_path, ["light"])
        opened = watch.opened()
    assert looked_at > 500
    assert sorted(set(seen)) == []
    assert not opened
    assert {"case-sheet.pdf", "cases.csv"} <= {path.name for path in made}


def test_a_tip_shows_markup_as_it_was_typed(app: QApplication) -> None:
    assert plain_tip("Harmer\n4417") == "Harmer\n4417"
    tip = plain_tip('<img src="/etc/passwd">\nx')
    assert tip.endswith(">&lt;img src=&quot;/etc/passwd&quot;&gt;\nx</p>")


def test_a_question_shows_markup_as_it_was_typed(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: formats.append(box.textFormat()))
    window = QWidget()
    agrees(window, "Open", "<img src='/etc/passwd'>", "Open outside")
    assert formats == [Qt.TextFormat.PlainText]


@linux_only
@pytest.mark.parametrize(
    "markup",
    [
        '<p>x<img src="{}"></p>',
        '<p>x<img src="file://{}" width="10"></p>',
        '<table background="{}"><tr><td>x</td></tr></table>',
        "<p style=\"background-image: url('{}')\">x</p>",
        "<style>@import url('{0}'); p {{ background-image: url('{0}'); }}</style><p>x</p>",
        '<link rel="stylesheet" href="{}"><p>x</p>',
        "<ul style=\"list-style-image: url('{}')\"><li>x</li></ul>",
        '<object data="{0}"></object><iframe src="{0}"></iframe><p>x</p>',
    ],
)
def test_paper_loads_nothing_even_from_a_template_that_asks_for_it(
    app: QApplication, planted: Path, tmp_path: Path, markup: str
) -> None:
    moment = datetime.datetime(2014, 2, 28, 9, 0)
    paper = Paper("t", [markup.format(planted)], "OFFICIAL", "r", "me", moment)
    with Watch(planted) as watch:
        assert paper.save_pdf(tmp_path / "out.pdf") == 1
        assert not watch.opened()


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ value.__init__.__globals__ }}",
        "{{ lines.__globals__ }}",
        "{{ name.__globals__['json'] }}",
        "{% for _ in range(10 ** 9) %}x{% endfor %}",
        "{% include '../../pyproject.toml' %}",
        "{% include '/etc/passwd' %}",
        "{% include 'link.html' %}",
        "{% import 'link.html' as x %}{{ x }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ values.append(1) }}",
        "{{ missing }}",
        "{% if",
        "{{ '%s' | format(value.__class__.__init__) }}{{ '{0.__class__}'.format(value) }}",
        "{{ value | attr('__class__') }}",
    ],
)
def test_a_template_is_no_program_and_reads_nothing_but_its_folder(
    tmp_path: Path, text: str
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.html").write_text("secret")
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "t.html").write_text(text)
    environment = templates.environment_of(folder)
    with pytest.raises((TemplateError, OverflowError)):
        environment.get_template("t.html").render(value="x", values=[])


def test_a_template_escapes_what_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "t.html").write_text("{{ value }}|{{ value | lines }}")
    said = templates.environment_of(tmp_path).get_template("t.html").render(value="<img src=x>")
    assert said == "&lt;img src=x&gt;|&lt;img src=x&gt;"
