"""Probity: reads the command line, then shows the window or runs one command without it."""

from __future__ import annotations

import gc
import logging
import sys

from models.commands.parser import make_parser, parse
from models.errors import ProbityError

NEED_QT = ("sheet", "tour")


def main(argv: list[str] | None = None) -> int:
    """Run Probity and return its exit status: 0 done, 1 could not be done, 2 misused."""
    args = parse(argv)
    logging.getLogger().addHandler(logging.NullHandler())  # the window has a log; commands say it
    if args.command is None:
        gc.disable()  # what a start makes stays; collecting begins when the window is up
        # Qt for Python reads the source of every module imported after it, so ours go first.
        import models.register  # noqa: F401
        from ui.desktop import show

        return show(args.register, args.user)
    if args.register is None:
        make_parser().error(f"{args.command} needs --register FILE")
    try:
        if args.command in NEED_QT:
            from ui import headless

            return headless.run(args)
        from models.commands.run import run

        return run(args)
    except ProbityError as error:
        print(f"probity: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
