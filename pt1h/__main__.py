"""python -m pt1h: the command pt1h."""

import sys

from pt1h.command import main

if __name__ == "__main__":
    sys.exit(main())
