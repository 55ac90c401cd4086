"""Signing in through the real dialogs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from models.changes import users
from models.entering.open import create_register, open_register
from models.errors import SignInError
from models.register import Register
from models.storage import throttle
from tests.models.making import PASSPHRASE
from tests.ui.cases.driving import choose
from tests.ui.users.driving import cut, meanwhile, press, type_in, type_twice
from ui.entering.entering import enter
from ui.entering.recover_dialog import RecoverDialog
from ui.entering.sign_in import SignIn
from ui.entering.who_dialog import WhoDialog
from ui.settings import Settings
from ui.users.change_passphrase import ChangePassphrase
from ui.users.recovery_key import RecoveryKeyDialog

ANOTHER = "seven grey herons waiting"


@pytest.fixture(autouse=True)
def themed(app: QApplication) -> None:
    """In the light theme."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "force.probity"


@pytest.fixture
def key(path: Path) -> str:
    """A register of D. Okafor; its recovery key."""
    with create_register(
        path, force="Weald", user="okafor", full_name="D. Okafor", passphrase=PASSPHRASE
    ) as made:
        return made.recovery_key


@pytest.fixture
def dialog(qtbot: Any, key: str, path: Path, settings: Settings) -> Iterator[SignIn]:
    made = SignIn(path, settings)
    qtbot.addWidget(made)
    made.show()
    yield made
    if made.register is not None:
        made.register.close()


def signed_in(qtbot: Any, dialog: SignIn) -> Register:
    qtbot.waitUntil(lambda: dialog.register is not None and not dialog.isVisible())
    assert dialog.register is not None
    return dialog.register


def refused(qtbot: Any, dialog: SignIn) -> str:
    qtbot.waitUntil(lambda: not dialog._runner.busy)
    return dialog.fields["passphrase"].error_text()


class TestSignIn:
    def test_by_name_and_passphrase_and_enter(
        self, qtbot: Any, dialog: SignIn, settings: Settings
    ) -> None:
        type_in(qtbot, dialog.name, "Okafor")
        type_in(qtbot, dialog.passphrase, PASSPHRASE)
        qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
        register = signed_in(qtbot, dialog)
        assert register.user.full_name == "D. Okafor"
        assert register.session is not None
        assert register.session.last is not None
        assert settings.get("user") == "okafor"
        assert dialog.passphrase.text() == ""

    def test_only_the_last_name_is_remembered(
        self, qtbot: Any, key: str, path: Path, settings: Settings
    ) -> None:
        settings.set("user", "okafor")
        dialog = SignIn(path, settings)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.name.text() == "okafor"
        assert dialog.passphrase.text() == ""
        qtbot.waitUntil(dialog.passphrase.line.hasFocus)
        kept = Path(settings._store.fileName())
        settings._store.sync()
        assert PASSPHRASE not in kept.read_text()

    def test_a_wrong_one_is_said_beside_the_field(self, qtbot: Any, dialog: SignIn) -> None:
        press(qtbot, dialog.agree)
        assert dialog.fields["name"].error_text() == "Say who you are."
        assert dialog.fields["passphrase"].error_text() == "Type your passphrase."
        type_in(qtbot, dialog.name, "okafor")
        type_in(qtbot, dialog.passphrase, "wrong")
        press(qtbot, dialog.agree)
        assert "do not open this register" in refused(qtbot, dialog)
        assert dialog.passphrase.text() == ""
        assert dialog.agree.isEnabled()

    def test_it_grows_with_what_is_said(self, qtbot: Any, dialog: SignIn) -> None:
        before = dialog.height()
        assert cut(dialog) == []
        type_in(qtbot, dialog.name, "okafor")
        type_in(qtbot, dialog.passphrase, "wrong")
        press(qtbot, dialog.agree)
        assert "do not open" in refused(qtbot, dialog)
        dialog.message.show_message("A sentence across the top. " * 5, "error")
        qtbot.waitUntil(lambda: dialog.height() > before and cut(dialog) == [])

    def test_the_passphrase_is_shown_only_when_asked(self, qtbot: Any, dialog: SignIn) -> None:
        type_in(qtbot, dialog.passphrase, "abc")
        assert dialog.passphrase.line.echoMode() == QLineEdit.EchoMode.Password
        press(qtbot, dialog.passphrase.eye)
        assert dialog.passphrase.line.echoMode() == QLineEdit.EchoMode.Normal
        assert dialog.passphrase.eye.text() == "Hide"
        press(qtbot, dialog.passphrase.eye)
        assert dialog.passphrase.line.echoMode() == QLineEdit.EchoMode.Password

    def test_waiting_is_counted_down_and_what_is_typed_stays(
        self, qtbot: Any, dialog: SignIn, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(throttle.FREE):
            with pytest.raises(SignInError):
                open_register(path, user="okafor", passphrase="wrong wrong wrong")
        now = [1000.0]
        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        type_in(qtbot, dialog.name, "okafor")
        type_in(qtbot, dialog.passphrase, PASSPHRASE)
        press(qtbot, dialog.agree)
        assert "Wait before you try again" in refused(qtbot, dialog)
        assert not dialog.agree.isEnabled()
        assert dialog.agree.text() == "Wait 5 s"
        qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)
        assert dialog.register is None
        now[0] += 3
        dialog.waiting.tick()
        assert dialog.agree.text() == "Wait 2 s"
        now[0] += 3
        dialog.waiting.tick()
        assert dialog.agree.text() == "Sign in"
        later = time.time() + 10
        monkeypatch.setattr(time, "time", lambda: later)
        assert dialog.passphrase.text() == PASSPHRASE
        press(qtbot, dialog.agree)
        register = signed_in(qtbot, dialog)
        assert register.session is not None
        assert register.session.failures == throttle.FREE

    def test_a_damaged_register_is_said_across_the_top(
        self, qtbot: Any, dialog: SignIn, path: Path
    ) -> None:
        content = bytearray(path.read_bytes())
        content[100:4096] = b"\x55" * 3996
        path.write_bytes(content)
        type_in(qtbot, dialog.name, "okafor")
        type_in(qtbot, dialog.passphrase, PASSPHRASE)
        press(qtbot, dialog.agree)
        qtbot.waitUntil(dialog.message.isVisible)
        assert "damaged" in dialog.message.text()

    def test_cancel_opens_nothing(self, qtbot: Any, dialog: SignIn) -> None:
        press(qtbot, dialog.cancel)
        assert not dialog.isVisible()
        assert dialog.register is None


class TestRecovery:
    def test_the_recovery_key_gives_a_new_passphrase(
        self, qtbot: Any, dialog: SignIn, key: str, path: Path
    ) -> None:
        type_in(qtbot, dialog.name, "okafor")
        press(qtbot, dialog.recover)
        (recover,) = dialog.findChildren(RecoverDialog)
        assert recover.name.text() == "okafor"
        type_in(qtbot, recover.key, key[:-1])
        type_twice(qtbot, recover.new, ANOTHER)
        press(qtbot, recover.agree)
        assert "14 groups of 4" in recover.fields["recovery"].error_text()
        type_in(qtbot, recover.key, key.lower().replace("-", " "))
        press(qtbot, recover.agree)
        assert signed_in(qtbot, dialog).user.name == "okafor"
        with pytest.raises(SignInError):
            open_register(path, user="okafor", passphrase=PASSPHRASE)
        open_register(path, user="okafor", passphrase=ANOTHER).close()

    def test_another_register_s_key_is_refused(self, qtbot: Any, dialog: SignIn, key: str) -> None:
        from models.storage.secrets import recovery_words

        press(qtbot, dialog.recover)
        (recover,) = dialog.findChildren(RecoverDialog)
        type_in(qtbot, recover.name, "okafor")
        type_in(qtbot, recover.key, recovery_words(b"x" * 32))
        type_twice(qtbot, recover.new, ANOTHER)
        press(qtbot, recover.agree)
        qtbot.waitUntil(recover.message.isVisible)
        assert "not the recovery key of this register" in recover.message.text()
        recover.reject()
        assert dialog.isVisible()


class TestEnter:
    def test_a_demonstration_opens_without_asking(self, path: Path, settings: Settings) -> None:
        create_register(path, force="F", user="okafor").close()
        register = enter(path, settings)
        assert register is not None
        assert register.session is None
        register.close()

    def test_somebody_else_is_chosen_in_a_demonstration(
        self, qtbot: Any, path: Path, settings: Settings
    ) -> None:
        colleagues = [{"name": "rowe", "full_name": "K. Rowe", "role": "auditor"}]
        create_register(path, force="F", user="okafor", colleagues=colleagues).close()

        def choose_her(dialog: Any) -> None:
            dialog.try_it()
            assert dialog.field.error_text() == "Choose somebody."
            choose(qtbot, dialog.who, "K. Rowe, auditor")
            press(qtbot, dialog.agree)

        meanwhile(WhoDialog, choose_her)
        register = enter(path, settings, ask=True)
        assert register is not None
        assert register.user.role == "auditor"
        register.close()

    def test_who_must_change_does_so_before_anything(
        self, qtbot: Any, key: str, path: Path, settings: Settings
    ) -> None:
        with open_register(path, user="okafor", passphrase=PASSPHRASE) as register:
            given = "given by the administrator"
            users.add(register, name="rowe", full_name="K. Rowe", role="reader", passphrase=given)

        def sign_in(dialog: Any) -> None:
            type_in(qtbot, dialog.name, "rowe")
            type_in(qtbot, dialog.passphrase, given)
            press(qtbot, dialog.agree)

        def leave(dialog: Any) -> None:
            assert "of your own" in dialog.windowTitle()
            press(qtbot, dialog.cancel)

        def change(dialog: Any) -> None:
            type_in(qtbot, dialog.old, given)
            type_twice(qtbot, dialog.new, given)
            press(qtbot, dialog.agree)
            qtbot.waitUntil(
                lambda: "different from your current one" in dialog.new.fields[0].error_text()
            )
            type_twice(qtbot, dialog.new, ANOTHER, "another")
            press(qtbot, dialog.agree)
            assert dialog.new.fields[1].error_text() == "The two passphrases do not match."
            type_twice(qtbot, dialog.new, ANOTHER)
            press(qtbot, dialog.agree)

        meanwhile(SignIn, sign_in)
        meanwhile(ChangePassphrase, leave)
        assert enter(path, settings) is None
        meanwhile(SignIn, sign_in)
        meanwhile(ChangePassphrase, change)
        theirs = enter(path, settings)
        assert theirs is not None
        assert not theirs.user.must_change
        theirs.close()
        open_register(path, user="rowe", passphrase=ANOTHER).close()


def labels(dialog: QDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(one.text() for one in dialog.findChildren(QLabel))


class TestRecoveryKeyDialog:
    @pytest.fixture
    def shown(self, qtbot: Any, path: Path) -> Iterator[RecoveryKeyDialog]:
        register = create_register(path, force="Weald", user="okafor", passphrase=PASSPHRASE)
        dialog = RecoveryKeyDialog(register, register.recovery_key)
        qtbot.addWidget(dialog)
        dialog.show()
        yield dialog
        dialog.agree.setEnabled(True)
        dialog.reject()
        register.close()

    def test_it_stays_until_somebody_says_that_it_is_written_down(
        self, qtbot: Any, shown: RecoveryKeyDialog
    ) -> None:
        assert all(group in labels(shown) for group in shown._key.split("-"))
        assert not shown.agree.isEnabled()
        qtbot.keyClick(shown, Qt.Key.Key_Escape)
        shown.close()
        assert shown.isVisible()
        assert "not shown again" in shown.message.text()
        shown.written.click()
        press(qtbot, shown.agree)
        assert not shown.isVisible()

    def test_it_is_saved_as_pdf_on_record(
        self, qtbot: Any, shown: RecoveryKeyDialog, tmp_path: Path
    ) -> None:
        from tests.ui.desktop.test_desktop import text_of

        out = tmp_path / "key.pdf"
        shown.save_pdf(out)
        qtbot.waitUntil(shown.message.isVisible)
        words = text_of(out)
        assert all(group in words for group in shown._key.split("-"))
        with shown._register.reader() as connection:
            query = "SELECT entry FROM audit_record WHERE action = 'disclose'"
            entry = connection.execute(query).fetchone()[0]
        assert "Recovery key saved as key.pdf" in entry
        assert shown._key not in entry

    def test_it_is_printed_on_record_first(
        self, qtbot: Any, shown: RecoveryKeyDialog, tmp_path: Path
    ) -> None:
        from PySide6.QtPrintSupport import QPrinter

        from tests.ui.desktop.test_desktop import text_of

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        out = tmp_path / "printed.pdf"
        printer.setOutputFileName(str(out))
        shown.print_on(printer)
        qtbot.waitUntil(shown.message.isVisible)
        assert shown.message.text() == "Sent to the printer."
        assert all(group in text_of(out) for group in shown._key.split("-"))
        with shown._register.reader() as connection:
            query = "SELECT entry FROM audit_record WHERE action = 'disclose'"
            entry = connection.execute(query).fetchone()[0]
        assert "Recovery key printed" in entry
        assert shown._key not in entry
