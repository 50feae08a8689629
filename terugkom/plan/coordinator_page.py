"""The address of the coordinator's page, as mails have it."""

from terugkom.documents.render_context import RenderContext
from terugkom.plan.page_links import COORDINATOR_PAGE_PATH, PageLinkPurpose, compute_page_tokens


def build_coordinator_page_url(context: RenderContext, key: str) -> str:
    """Return the address of the page to which the delivery with this key links; "" without pages or a key."""
    if not (context.site_url and key):
        return ""
    with context.database.write_session() as session:  # the secret key is made when it is first needed
        token = compute_page_tokens(session, PageLinkPurpose.COORDINATOR, [key])[key]
    return f"{context.site_url}{COORDINATOR_PAGE_PATH}{token}"
