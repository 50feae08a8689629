"""What documents are rendered with, chosen once by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from terugkom.database.connection_pool import Database
from terugkom.documents.document_store import DocumentStore

if TYPE_CHECKING:  # most commands render nothing, and what renders takes long to import
    from terugkom.documents.templates import Templates


@dataclass(frozen=True)
class RenderContext:
    """What rendering needs: the database, the document store, the templates, and where our pages are.

    Without `site_url` no document links to a page. `reply_tags`: the address for answers may get a tag, as in
    ``mvo+tag@``, by which an answer is known. `reads_mail` says whether a file that is mailed to
    us is read: a mailbox is configured. It is asked where a text depends on it: a block may be looked up.
    """

    database: Database
    documents: DocumentStore
    templates: "Templates"
    site_url: str = ""
    reply_tags: bool = False
    reads_mail: Callable[[], bool] = lambda: True

    def for_another_process(self) -> "RenderContext":
        """Return it as it can be pickled: whether a mailbox is configured is known in this process alone."""
        return replace(self, reads_mail=_is_not_known)


def _is_not_known() -> bool:
    raise NotImplementedError("whether a mailbox is read is known in the process of the run alone")
