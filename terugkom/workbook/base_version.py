"""Find the copy of the plan that a file was made from."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from terugkom.plan.renumber_actions import load_moved_codes
from terugkom.workbook.import_context import ImportContext
from terugkom.workbook.plan_versions import (
    ACTIONS,
    ALL_ROWS,
    ROW,
    CellHasher,
    CellKey,
    PlanVersion,
    VersionKind,
    list_versions,
    load_hasher,
    read_fingerprints,
)

_MIN_SHARE = 0.5  # of the cells of a file that a copy must have too, if no stamp says which copy it is


@dataclass(frozen=True)
class BaseVersion:
    """What a file held when its user got it. `is_certain`: a stamp says so; else it is the likeliest copy.

    `imported` is what a file of this name held when one was imported last, `exported` what the copies held
    that it may have been made from. `codes`: what actions with another code now were called in it.
    """

    fingerprints: frozenset[bytes]
    hasher: CellHasher
    is_certain: bool
    imported: frozenset[bytes] = frozenset()
    codes: Mapping[str, str] = field(default_factory=dict)
    exported: frozenset[bytes] = frozenset()

    def had_value(self, key: CellKey, value: str) -> bool:
        """Return whether a cell had this value."""
        return self._hash(key, value) in self.fingerprints

    def was_imported(self, key: CellKey, value: str) -> bool:
        """Return whether a file of this name had this value when one was imported last; what only the plan
        kept then is none of it."""
        is_kept = self.hasher.hash_kept_cell(self._rename(key), value) in self.imported
        return self._hash(key, value) in self.imported and not is_kept

    def was_row_imported(self, sheet: str, code: str) -> bool:
        """Return whether a file of this name had such a row when one was imported last."""
        return self._hash((sheet, code, ROW), "") in self.imported

    def was_told(self, key: CellKey, because: str) -> bool:
        """Return whether a cell did not go in when this copy was imported, and that was told for this
        reason."""
        return self.hasher.hash_told_cell(self._rename(key), because) in self.fingerprints

    def is_still_older(
        self, row: tuple[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
    ) -> bool:
        """Return whether a file says again what the copy held, and the plan kept a newer value last time."""
        is_of_copy = all(self._hash((*row, name), value) in self.exported for name, value in theirs.items())
        return is_of_copy and any(
            self.hasher.hash_kept_cell(self._rename((*row, name)), value) in self.fingerprints
            for name, value in ours.items()
        )

    def had_row(self, sheet: str, code: str) -> bool:
        """Return whether there was such a row."""
        return self.had_value((sheet, code, ROW), "")

    def had_column(self, sheet: str, name: str) -> bool:
        """Return whether there was such a column."""
        return self.had_value((sheet, ALL_ROWS, name), "")

    def _hash(self, key: CellKey, value: str) -> bytes:
        return self.hasher.hash_cell(self._rename(key), value)

    def _rename(self, key: CellKey) -> CellKey:
        sheet, code, name = key
        return (sheet, self.codes.get(code, code), name) if sheet == ACTIONS else key


def find_base(
    context: ImportContext, hasher: CellHasher, stamp: str, found: set[bytes]
) -> BaseVersion | None:
    """Return the copy that a file was made from, None if none is known. `found`: the cells of the file.

    With the stamp of an export that is it; or what this user's own copy held when it was imported before.
    Without one it is the copy that has most cells in common with the file.
    """
    versions = list_versions(context.session, context.municipality.id)
    stamped = [each for each in versions if stamp and each.stamp == stamp]
    exports = [each for each in stamped if each.kind is VersionKind.EXPORT]
    imports = [
        each
        for each in (stamped if exports else versions)
        if each.kind is VersionKind.IMPORT and each.file == context.file[:200]
    ]
    chosen, is_certain = (
        _choose_stamped(context, exports[0], stamped, found)
        if exports
        else (_choose_closest(context, versions, found), False)
    )
    if chosen is None:
        return None
    moved = load_moved_codes(context.session, context.municipality.id, chosen.made_at)
    return BaseVersion(
        frozenset(read_fingerprints(chosen)),
        hasher,
        is_certain,
        frozenset(read_fingerprints(imports[-1]) if imports else ()),
        {now: then for then, now in moved.items()},
        _join_exports(exports[:1] or versions),
    )


def _join_exports(versions: Sequence[PlanVersion]) -> frozenset[bytes]:
    exports = (each for each in versions if each.kind is VersionKind.EXPORT)
    return frozenset[bytes]().union(*map(read_fingerprints, exports))


@dataclass(frozen=True)
class CodesSince:
    """What became of codes since a copy: those that are other ones in the plan now, and those of new
    actions."""

    moved: Mapping[str, str] = field(default_factory=dict)
    added: Set[str] = frozenset()


def load_codes_since(context: ImportContext, stamp: str) -> CodesSince:
    """Return what became of codes since the copy with this stamp; nothing if it is not known."""
    of = (each for each in list_versions(context.session, context.municipality.id) if each.stamp == stamp)
    export = next((each for each in of if each.kind is VersionKind.EXPORT), None) if stamp else None
    if export is None:
        return CodesSince()
    moved = load_moved_codes(context.session, context.municipality.id, export.made_at)
    fingerprints = frozenset(read_fingerprints(export))
    codes = {now: then for then, now in moved.items()}
    copy = BaseVersion(fingerprints, load_hasher(context.session), is_certain=True, codes=codes)
    return CodesSince(moved, {code for code in context.actions if not copy.had_row(ACTIONS, code)})


def load_value_lookup(context: ImportContext) -> Callable[[CellKey, str], bool]:
    """Return a function that tells whether any copy that is remembered had this value in a cell."""
    versions = list_versions(context.session, context.municipality.id)
    fingerprints = frozenset[bytes]().union(*map(read_fingerprints, versions))
    return BaseVersion(fingerprints, load_hasher(context.session), is_certain=False).had_value


def _choose_stamped(
    context: ImportContext, export: PlanVersion, versions: Sequence[PlanVersion], found: set[bytes]
) -> tuple[PlanVersion, bool]:
    """Return the export; or what an earlier import of a file of this name held, if that is closer.

    Two people have copies of one export, perhaps under one name: only who kept all that was changed in the
    copy that was imported before, or changed it further, goes on with that copy.
    """
    exported = read_fingerprints(export)
    best, is_certain, most = export, True, len(found & exported)
    for version in versions:
        if version.kind is VersionKind.IMPORT and version.file == context.file[:200]:
            had = read_fingerprints(version)
            if len(found & had) >= most and not (found & exported) - had:
                best, is_certain, most = version, False, len(found & had)
    return best, is_certain


def _choose_closest(
    context: ImportContext, versions: Sequence[PlanVersion], found: set[bytes]
) -> PlanVersion | None:
    best, best_rank = None, (0, False)
    for version in versions:
        rank = (len(found & read_fingerprints(version)), version.file == context.file[:200])
        if rank > best_rank or (rank == best_rank and rank[1]):  # of equals that of this name, the newest
            best, best_rank = version, rank
    return best if found and best_rank[0] >= _MIN_SHARE * len(found) else None
