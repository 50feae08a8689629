"""The comments of a Word document that nobody marked as resolved."""

import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from terugkom.documents.docx_package import get_attribute, get_local_name, parse_part

_COMMENTS, _STATES = "word/comments.xml", "word/commentsExtended.xml"


def iterate_comments(body: Element, package: zipfile.ZipFile) -> Iterator[tuple[Element, Element]]:
    """Yield each open comment with the paragraph at which it stands. Raises what `parse_part` raises."""
    if _COMMENTS not in package.namelist():
        return
    by_id = {get_attribute(each, "id"): each for each in parse_part(package, _COMMENTS)}
    resolved = _list_resolved(package)
    for paragraph in body.iter():
        if get_local_name(paragraph) != "p":
            continue
        for reference in paragraph.iter():
            comment = by_id.get(get_attribute(reference, "id"))
            if get_local_name(reference) == "commentReference" and comment is not None:
                del by_id[get_attribute(reference, "id")]
                if not resolved & {get_attribute(each, "paraId") for each in comment}:
                    yield paragraph, comment


def _list_resolved(package: zipfile.ZipFile) -> set[str]:
    """Return the ids of the last paragraphs of the comments that are resolved."""
    if _STATES not in package.namelist():
        return set()
    states = [*parse_part(package, _STATES)]
    done = {get_attribute(each, "paraId") for each in states if get_attribute(each, "done") in ("1", "true")}
    return add_replies(
        done, [(get_attribute(each, "paraId"), get_attribute(each, "paraIdParent")) for each in states]
    )


def add_replies(resolved: Iterable[str], replies: Iterable[tuple[str, str]]) -> set[str]:
    """Return the ids of resolved comments and of all replies to them: who resolves a comment resolves what
    was said about it, and programs mark only the first. `replies`: ids, each with that of what it answers."""
    by_parent: defaultdict[str, list[str]] = defaultdict(list)
    for reply, parent in replies:
        by_parent[parent].append(reply)
    found, waiting = set[str](), [each for each in resolved if each]
    while waiting:
        comment = waiting.pop()
        if comment not in found:
            found.add(comment)
            waiting += by_parent[comment]
    return found
