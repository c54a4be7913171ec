"""Run a program that ends when its parent does, however the parent ends.

    python -I -S dev/leash.py PARENT SIGNAL program arguments...

The kernel is asked (PR_SET_PDEATHSIG) to send the signal when the parent dies; the request survives the exec. That is
Linux only: elsewhere the program is run as it is, and an orderly end of the parent is what stops it.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, death, *program = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(death))
        if os.getppid() != int(parent):  # it died before the request was made
            sys.exit(1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(program[0], program)  # noqa: S606 - no shell is meant


main()
