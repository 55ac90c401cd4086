"""Probity: reads the command line, then shows the window or runs one command without it."""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import os
import sys

from models.errors import ProbityError

NEED_QT = ("sheet", "tour", "case-file")
#: Commands that draw where they are to write a PDF.
MAY_DRAW = ("publish", "returns")
# As ui/previews/drawing.py and models/exchange/apart.py have them.
DRAW_APART, APART = "--draw-apart", "--apart"


def main(argv: list[str] | None = None) -> int:
    """Run Probity and return its exit status: 0 done, 1 could not be done, 2 misused."""
    if DRAW_APART in (argv or sys.argv[1:])[:1]:
        from ui.previews import drawing

        return drawing.main()
    if APART in (argv or sys.argv[1:])[:1]:
        from models.exchange import apart

        return apart.main((argv or sys.argv[1:])[1])
    from ui.commands.parser import make_parser, parse  # when shown: a process apart reads no words

    _leave_no_core()
    args = parse(argv)
    logging.getLogger().addHandler(logging.NullHandler())  # the window has a log; commands say it
    if args.command is None:
        gc.disable()  # what a start makes stays; collecting begins when the window is up
        # Qt for Python reads the source of every module imported after it, so ours go first.
        import models.register  # noqa: F401
        from ui.desktop.starting import show

        return show(args.register, args.user)
    alone = args.command == "verify-file" or (args.command == "restore" and args.to)
    if args.register is None and not alone:
        make_parser().error(f"{args.command} needs --register FILE")
    try:
        status = _run(args)
        sys.stdout.flush()
        return status
    except ProbityError as error:
        return _refuse(str(error))
    except BrokenPipeError:
        _forget_output()
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return _refuse("Stopped. Nothing was left half done.")
    except OSError as error:
        if error.filename is not None:
            return _unexpected(error)
        _forget_output()  # without a name it is standard output, full or gone
        return _refuse(f"The results could not be printed ({error.strerror}).")
    except Exception as error:  # noqa: BLE001 - the last net
        return _unexpected(error)


def _leave_no_core() -> None:
    """If Probity crashes, its memory, with keys and words of cases, is not written to the disk."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _run(args: argparse.Namespace) -> int:
    if args.command in NEED_QT or (args.command in MAY_DRAW and _is_pdf(args.out)):
        from ui.commands import drawing

        return drawing.run(args)
    from ui.commands.run import run

    return run(args)


def _is_pdf(out: str | None) -> bool:
    return out is not None and out.lower().endswith(".pdf")


def _refuse(sentence: str) -> int:
    print(f"probity: {sentence}", file=sys.stderr)
    return 1


def _forget_output() -> None:
    """What is left in the buffer cannot be written, and must not be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception) -> int:
    """Nobody sees a traceback: the log has it, and one sentence is printed."""
    from ui.app import start_log
    from ui.settings import log_folder

    start_log()
    logging.getLogger(__name__).error("a command failed", exc_info=error)
    return _refuse(
        "Something went wrong in Probity, so this was not done. Everything saved before is "
        f"safe. The details are in {log_folder() / 'probity.log'}."
    )


if __name__ == "__main__":
    sys.exit(main())
