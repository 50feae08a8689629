"""Read ``.xls`` and ``.ods`` in a separate process with limited memory and processor time.

Both formats let a small file declare a sheet of billions of cells, for which the reader would allocate
memory;
nothing in Python could prevent it. In a separate process only that process fails. As a program this module
reads
one file from standard input and writes its sheets, pickled, to standard output.
"""

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from terugkom.errors import UnreadableFile

MAX_MEMORY = 150_000_000  # bytes of data
MAX_CELLS = 2_000_000  # of one sheet, empty ones included; as in package.py, which this cannot import
MAX_ROWS = 200_000
MAX_SHEETS = 200  # as in xlsx_package.py
MAX_CPU_SECONDS = 2.0  # processor time
_TIMEOUT_SECONDS = 5.0  # timeout in wall-clock seconds, on a busy machine
_PASSWORD_PROTECTED, _UNREADABLE, _TOO_LARGE = 3, 4, 5


Sheet = tuple[str, list[list[Any]], tuple[Any, ...], bool]  # title, rows, merged ranges, whether it is hidden


def read_in_sandbox(path: Path) -> list[Sheet]:
    """Return the worksheets of a file. Raises UnreadableFile, which names the file."""
    command = [sys.executable, "-I", str(Path(__file__))]  # no name of a file: everybody can read arguments
    try:
        with path.open("rb") as file:
            done = subprocess.run(  # noqa: S603
                command, stdin=file, capture_output=True, timeout=_TIMEOUT_SECONDS, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(f"{path.name}: takes too long to read; nothing was read") from error
    if done.returncode == 0:
        sheets: list[Sheet] = pickle.loads(done.stdout)  # noqa: S301
        return sheets
    if done.returncode == _PASSWORD_PROTECTED:
        raise UnreadableFile(f"{path.name} is protected with a password; save it without one and try again")
    if done.returncode == _UNREADABLE:
        # The last line: a panic of the reader prints where in its code it was, before it.
        why = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise UnreadableFile(f"{path.name}: not a readable workbook, or cut short ({why})")
    raise UnreadableFile(f"{path.name}: claims more than any plan holds, or is damaged; nothing was read")


def _limit_resources() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there is the time limit alone
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    seconds = int(MAX_CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    _limit_resources()
    try:
        sheets = []
        with load_workbook(sys.stdin.buffer) as workbook:
            if len(workbook.sheets_metadata) > MAX_SHEETS:
                return _TOO_LARGE
            for each in workbook.sheets_metadata:
                if each.typ is SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(each.name)
                    if sheet.total_height * sheet.total_width > MAX_CELLS or sheet.total_height > MAX_ROWS:
                        return _TOO_LARGE
                    rows = sheet.to_python(skip_empty_area=False)
                    is_hidden = each.visible is not SheetVisibleEnum.Visible
                    sheets.append((each.name, rows, tuple(sheet.merged_cell_ranges or ()), is_hidden))
        sys.stdout.buffer.write(pickle.dumps(sheets, protocol=pickle.HIGHEST_PROTOCOL))
    except PasswordError:
        return _PASSWORD_PROTECTED
    except BaseException as error:  # the reader's PanicException is no Exception
        sys.stderr.write(str(error))
        return _UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(_main())
