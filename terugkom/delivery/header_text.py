"""What a line of a header, and a media type, may hold."""

import re

CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
