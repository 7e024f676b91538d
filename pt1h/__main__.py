"""python -m pt1h: the command pt1h."""

from pt1h.command import main

raise SystemExit(main())
