"""Do something to many blobs: one that the store refuses, as one that was archived, stops no other."""

from collections.abc import Callable, Iterable, Sequence

from terugkom.documents.blobs import BlobMissing, BlobStore, BlobStoreUnavailable


def do_each(blobs: BlobStore, names: Iterable[str], do: Callable[[str], object]) -> list[Exception]:
    """Do something to each; return the errors of those for which the store refused it.

    Raises BlobStoreUnavailable, at once, if the store refuses everything: each other would wait for it.
    """
    errors: list[Exception] = []
    for name in names:
        try:
            do(name)
        except BlobStoreUnavailable as error:
            _require_answer(blobs, error)
            errors.append(error)
    return errors


def raise_first(errors: Sequence[Exception]) -> None:
    """Raise the first of these errors, if there is one."""
    if errors:
        raise errors[0]


def _require_answer(blobs: BlobStore, error: BlobStoreUnavailable) -> None:
    """Raise the error of one blob if the store answers nothing about another one either."""
    try:
        blobs.get("packs/none")
    except BlobMissing:
        return
    except BlobStoreUnavailable:
        raise error from None
