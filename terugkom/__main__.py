"""``python -m terugkom`` is the ``terugkom`` command."""

import sys

from terugkom.command_line import main

sys.exit(main())
