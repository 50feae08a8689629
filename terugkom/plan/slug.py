"""The short name of a municipality, which its folders have too."""

import re

SLUG_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
