"""Blobs in an object store, such as S3, through fsspec.

Credentials and the address of another server than Amazon's come from the environment, as s3fs takes them:
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlsplit

import fsspec
from sqlalchemy.orm import Session

from terugkom import clock
from terugkom.documents.blobs import BlobMissing, BlobStoreUnavailable
from terugkom.documents.silent_stores import SILENT_STORES
from terugkom.process.time_limit import NoAnswer, call_and_watch, call_within

T = TypeVar("T")

# Seconds. The client gives an attempt up after 15 without a byte and makes 25: six minutes of a silent store.
_ANSWER_SECONDS = 15.0
_PATIENCE_SECONDS = 60.0  # a failure that took longer is of a silent store too


@dataclass(frozen=True)
class ObjectBlobs:
    """Blobs as objects below a URL, such as ``s3://bucket/prefix``."""

    url: str

    def put(self, name: str, content: bytes, session: Session | None = None) -> None:
        """Store a blob; see `BlobStore`. An object is there as a whole or not at all."""
        with self._describe_errors():
            try:
                self._ask(lambda: self._files.pipe_file(self._locate(name), content))
            except FileNotFoundError:
                self._check_bucket()
                raise

    def get(self, name: str, session: Session | None = None) -> bytes:
        """Return a blob; see `BlobStore`."""
        with self._describe_errors():
            try:
                content: bytes = self._ask(lambda: self._files.cat_file(self._locate(name)))
            except FileNotFoundError as error:
                self._check_bucket()
                raise BlobMissing(f"{name} is not in {self.url}") from error
            return content

    def delete(self, name: str) -> None:
        """Delete a blob; see `BlobStore`.

        It is left to the patience of the client, also where the store is silent. A call that was given up
        goes on, and would delete what was written again under that name, which is that of its content.
        """
        with self._describe_errors():
            try:
                self._files.rm_file(self._locate(name))
            except FileNotFoundError:
                self._check_bucket()

    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield the names of all blobs; see `BlobStore`."""
        found: dict[str, Any] = {}
        with self._describe_errors():
            self._files.invalidate_cache()  # it remembers listings, and others write too
            with suppress(FileNotFoundError):
                found = self._ask(lambda: self._files.find(self._root, detail=True))
            if not found:
                self._check_bucket()
        for path, said in sorted(found.items()):
            stored_at = said.get("LastModified") or datetime.fromtimestamp(said["created"], UTC)
            yield path.removeprefix(self._root).lstrip("/"), stored_at

    def describe(self) -> str:
        """Return the URL of the store, as a person knows it from the setting."""
        return self.url

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        files, root = fsspec.url_to_fs(self.url)
        return files, root.rstrip("/")

    @property
    def _files(self) -> Any:
        return self._opened[0]

    @property
    def _root(self) -> str:
        return self._opened[1]

    def _check_bucket(self) -> None:
        """Raise BlobStoreUnavailable if there is no such bucket.

        A name that was mistyped looks like a store in which all is lost, or from which all was deleted.
        """
        bucket = self._root.partition("/")[0]
        if urlsplit(self.url).scheme != "s3":
            return
        self._files.invalidate_cache()
        if not self._ask(lambda: self._files.exists(bucket)):
            raise BlobStoreUnavailable(f"{self.url}: there is no bucket {bucket}")

    def _locate(self, name: str) -> str:
        return f"{self._root}/{name}"

    def __getstate__(self) -> dict[str, str]:
        """Pickle it as its URL: another process opens connections of its own."""
        return {"url": self.url}

    def _ask(self, call: Callable[[], T]) -> T:
        """Return what the client returns; raises what it raises, and NoAnswer if the store is silent.

        The call goes on then, for as long as the client has patience: so it must do no harm later.
        What takes long may be a large bundle on a slow network: then the store answers a short question
        meanwhile, and the client keeps its patience. One that refuses is known before that.
        """
        files = self._files  # opened here: fsspec has an instance for each thread

        def check_answer() -> None:
            with suppress(Exception):  # an error is an answer too; of `exists` it remembers some
                files.cat_file(self._locate("none"))

        return call_and_watch(_ANSWER_SECONDS, call, lambda: call_within(_ANSWER_SECONDS, check_answer))

    @contextmanager
    def _describe_errors(self) -> Iterator[None]:
        """Context in which any error becomes BlobStoreUnavailable: the libraries behind fsspec have no class
        in common for theirs. A store that was silent is not asked again soon: each document would wait."""
        if why := SILENT_STORES.find(self.url):
            raise BlobStoreUnavailable(f"{why}; it was silent before in this run, and is not asked again")
        started = clock.measure()
        try:
            yield
        except (BlobMissing, BlobStoreUnavailable):
            raise
        except Exception as error:
            why = f"{self.url}: {type(error).__name__}: {error}"
            if isinstance(error, NoAnswer) or clock.measure() - started > _PATIENCE_SECONDS:
                SILENT_STORES.record(self.url, why)
            raise BlobStoreUnavailable(why) from error
