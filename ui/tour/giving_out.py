"""What the tour shows of letters and of the case file; nothing is kept or given out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from models.exchange.bundle.plan import DISCLOSURE
from models.exchange.bundle.verify import Verified
from ui.cases.window.case_window import CaseWindow
from ui.desktop.desktop import Desktop
from ui.letters.field_picker import FieldPicker

Picture = Callable[[QWidget, str], None]


def giving_out(
    desktop: Desktop, case: CaseWindow, picture: Picture, rest: Callable[[], None]
) -> None:
    """A letter as it is written, its fields and templates, and a case file struck through."""
    case.tabs.setCurrentWidget(case.tabs.letters)
    letter = case.tabs.letters.write()
    if letter is None:
        return
    rest()
    letter.form.template.set_value("witness")
    letter.form.words.setPlainText("You lent your telephone to the complainant on 9 February.")
    letter.preview()
    picture(letter, "letter")
    letter.fields_button.click()
    for picker in letter.findChildren(FieldPicker):
        picture(picker, "letter-fields")
        picker.close()
    letter.reject()
    templates = desktop.show_templates()
    picture(templates, "letter-templates")
    templates.reject()
    whole = case.make_case_file()
    if whole is None:
        return
    rest()
    whole.level.set_value(DISCLOSURE)
    whole.level.changed.emit()
    whole.passages.tick("case.summary")
    whole.words.setPlainText("Harmer")
    whole.preview()
    picture(whole, "case-file")
    whole.reject()
    verifying = desktop.verify_case_file()
    said = "This register gave it out on 28 Feb 2014, 11:42, by D. Okafor."
    verifying.show_found(Verified(Path("case").name, 9, "0" * 64, known=said))
    picture(verifying, "case-file-verified")
    verifying.reject()
