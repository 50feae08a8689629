"""Take from a process the right to open a socket, by a filter of system calls (Linux, seccomp)."""

import ctypes
import platform
import sys


class _Filter(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_ushort),
        ("on_true", ctypes.c_ubyte),
        ("on_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    ]


class _FilterProgram(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filters", ctypes.POINTER(_Filter))]


_SOCKET_CALLS = {"x86_64": 41, "aarch64": 198}  # the number of socket(2), by machine
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2  # prctl(2)
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # instructions of BPF
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # SECCOMP_RET_ERRNO with EACCES


def forbid_sockets() -> bool:
    """Make this process unable to open a socket, for good; return whether that was possible (Linux)."""
    number = _SOCKET_CALLS.get(platform.machine()) if sys.platform == "linux" else None
    if number is None:
        return False
    filters = (_Filter * 4)(
        _Filter(_LOAD_WORD, 0, 0, 0),  # the number of the system call
        _Filter(_JUMP_IF_EQUAL, 0, 1, number),
        _Filter(_RETURN, 0, 0, _REFUSE),
        _Filter(_RETURN, 0, 0, _ALLOW),
    )
    program = _FilterProgram(len(filters), filters)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    zero = ctypes.c_ulong(0)
    steps = (
        prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero),
        prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER_MODE), ctypes.byref(program), zero, zero),
    )
    return steps == (0, 0)
