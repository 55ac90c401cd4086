"""The part of the walk through cases sent and received: two small registers of its own."""

from __future__ import annotations

import datetime
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from models.case import casefile
from models.changes import disclosing
from models.changes.case import cases
from models.entering.open import create_register
from models.moving.parcel import SUFFIX
from models.queries.cases.filters import Filter
from models.register import Register
from models.rules.new_case import blank_case
from ui.cases.pages.history_page import BEFORE
from ui.desktop.desktop import Desktop
from ui.moving.send_dialog import SendDialog
from ui.settings import Settings

TODAY = datetime.date(2014, 2, 28)
OPENS_IT = "seven grey herons waiting"
TITLES = (
    ("Facebook contact with a crime victim", "Harmer", "James", "4417"),
    ("Delay in updating the complainant after a burglary", "Pell", "Susan", "2209"),
    ("Remark about a colleague in a closed group", "Thorne", "Ravi", "3180"),
)
Picture = Callable[[QWidget, str, Desktop], None]


def pictures(picture: Picture, size: tuple[int, int]) -> None:
    """Take one of what is asked, of what arrives, of what was done, and of the history then."""
    with tempfile.TemporaryDirectory(prefix="probity-tour-") as name:
        folder = Path(name)
        with (
            create_register(
                folder / "weald.probity",
                force="Weald and Downs Police",
                user="okafor",
                full_name="D. Okafor",
                today=TODAY,
            ) as one,
            create_register(
                folder / "northshire.probity",
                force="Northshire Police",
                user="marsh",
                full_name="E. Marsh",
                today=TODAY,
            ) as two,
        ):
            for row in TITLES:
                _case(one, *row)
            parcel = folder / f"joint-investigation{SUFFIX}"
            with one.reader() as connection:
                disclosing.send_cases(one, connection, parcel, [1, 2, 3], OPENS_IT)
            _case(two, *TITLES[2])
            _screens(one, two, parcel, picture, size)


def _case(register: Register, title: str, family: str, given: str, number: str) -> None:
    file = blank_case(TODAY, 1)
    file.case |= {"title": title, "kind": "conduct"}
    casefile.add_row(
        "subjects", file, family_name=family, given_names=given, number=number, role="officer"
    )
    with register.change("Recorded") as change:
        cases.save(change, file, None)


def _screens(
    one: Register, two: Register, parcel: Path, picture: Picture, size: tuple[int, int]
) -> None:
    desktop = Desktop(two, Settings())
    desktop.window.resize(*size)
    desktop.show()
    send = SendDialog(one, desktop.runner, Filter(), 1, desktop.window)
    send.path.setText(parcel.name)
    send.show()
    picture(send, "send", desktop)
    send.reject()
    receive = desktop.receive_cases()
    receive.path.setText(str(parcel))
    receive.passphrase.line.setText(OPENS_IT)
    receive.look()
    _rest(desktop)
    receive.path.blockSignals(True)
    receive.path.setText(parcel.name)
    picture(receive, "receive", desktop)
    receive.path.setText(str(parcel))
    receive.receive()
    _rest(desktop)
    receive.reject()
    case = desktop.open_case(2)
    case.resize(*size)
    case.tabs.setCurrentWidget(case.tabs.history)
    _rest(desktop)
    _rest(desktop)  # until the cards have their places
    for label in case.tabs.history.findChildren(QLabel):
        if label.text() == BEFORE:
            case.tabs.history.ensureWidgetVisible(label, 0, size[1] // 3)
    picture(case, "case-history-before", desktop)
    case.close()
    desktop.account.end()
    desktop.window.hide()
    desktop.runner.shutdown()
    desktop.deleteLater()


def _rest(desktop: Desktop) -> None:
    """Until the work that was begun is done, and what it brought is laid out."""
    while desktop.runner.busy:
        QApplication.processEvents()
        time.sleep(0.005)
    for _ in range(5):
        QApplication.processEvents()
