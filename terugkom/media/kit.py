"""What a medium is made with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from terugkom.documents.rendering import Templates
from terugkom.media.house import House


@dataclass(frozen=True)
class Kit:
    """Templates of the municipality, its settings, and the edition's pictures by their file's name."""

    templates: Templates
    house: House
    pictures: Mapping[str, bytes]
    made_at: datetime  # with its zone: the same moment makes the same bytes
    answer_address: str = ""  # where readers may answer
