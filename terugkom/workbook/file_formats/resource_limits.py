"""What the process that reads files from outside may take: little, and more for content that is there.

A small file can claim anything, so a process begins with what any small plan needs; what is found in a file,
cell by cell, allows it more. The kernel ends a process that takes more than it is allowed.
"""

from dataclasses import dataclass

_MEMORY = 50_000_000  # bytes of data, of which Python takes ten
_MAX_MEMORY = 240_000_000
_MEMORY_PER_CELL = 90  # bytes, of a reader that keeps a cell twice
_CPU_SECONDS = 1
_MAX_CPU_SECONDS = 30
_CPU_PER_CELL = 12e-6  # seconds: three times what a cell took on the machine where it was measured
_CPU_PER_BYTE = 60e-9  # seconds, of text


@dataclass
class ResourceLimits:
    """The limits of this process: set when it is made, raised by what is found."""

    cells: int = 0
    text_bytes: int = 0

    def __post_init__(self) -> None:
        """Set them."""
        self.allow()

    def allow(self, *, cells: int = 0, text_bytes: int = 0) -> None:
        """Raise the limits for so many cells, and for so much text."""
        self.cells += cells
        self.text_bytes += text_bytes
        try:
            import resource
        except ImportError:  # not on Windows: there is the time limit of the caller alone
            return
        memory = min(_MEMORY + _MEMORY_PER_CELL * self.cells + 2 * self.text_bytes, _MAX_MEMORY)
        content = _CPU_PER_CELL * self.cells + _CPU_PER_BYTE * self.text_bytes
        seconds = min(_CPU_SECONDS + int(content), _MAX_CPU_SECONDS)
        for kind, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CPU, seconds)):
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
