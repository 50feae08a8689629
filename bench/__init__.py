"""Speed and memory, as ratios against a baseline in the same run: `python -m bench`, or `make bench`.

Where it is set, Python compiles our own code anew at each start, as it does for nobody who installed it.
"""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
