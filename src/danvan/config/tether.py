"""`python -m danvan.config.tether PARENT COMMAND…`: becomes COMMAND, which is told to end when PARENT dies.

Without it a killed supervisor would leave a web server behind that keeps the port.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we were tied to it
        sys.exit(1)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
