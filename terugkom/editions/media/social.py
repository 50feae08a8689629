"""Social media: one post per public story, in whole sentences, within the network's maximum length.

Each network counts length differently: Mastodon counts grapheme clusters, a
link as 23 (docs.joinmastodon.org/user/posting); Bluesky in the same characters, and at most 3,000 bytes
(app.bsky.feed.post); for the others in units of UTF-16, which is never less than they count.
"""

import re
from collections.abc import Sequence

import regex

from terugkom.documents import markup
from terugkom.documents.templates import one_line
from terugkom.editions.media.media_context import Kit
from terugkom.editions.media.page_parts import about, pictures
from terugkom.editions.media.rendered import File, Made, Post
from terugkom.editions.media.website import address_of
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story
from terugkom.plan.media import Medium

_LINK = 23  # length of each link on Mastodon, in characters
_URL = re.compile(r"https?://\S+")
_BYTES = 3000
# A full stop ends a sentence if a capital, a digit or a quotation follows; not after these abbreviations.
_ENDS = re.compile(r"([.!?…][\"'”’»)]*)\s+(?=[\"'“‘«(]?[^\W_a-zà-öø-ÿ])")
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:bv|bijv|o\.a|o\.m|nr|ca|dhr|mevr|m\.a\.w|d\.w\.z|t\.e\.m|incl|excl|max|min|p|blz|art|st|dr|ir|"
    r"ing|prof|vgl|resp|[^\W\d_])\.$",
    re.IGNORECASE,
)


def made(proof: Proof, kit: Kit) -> Made:
    """Render the posts for each of the municipality's networks, and one text file per network.

    A story whose title is too long for a network is omitted there; its file lists it.
    """
    proof = proof.public
    shown = pictures(proof.stories, kit)
    posts, files = [], []
    for network, most in kit.house.lengths().items():
        told = {story.code: _post(proof, kit, story, network, most, shown) for story in proof.stories}
        mine = [post for post in told.values() if post]
        left_out = [story for story in proof.stories if not told[story.code]]
        context = {**about(proof, kit), "network": network, "posts": mine, "left_out": left_out, "most": most}
        text = kit.templates.text("social/network.txt", context)
        files.append(File(f"{network}.txt", "text/plain", text.encode()))
        posts += mine
    return Made(Medium.SOCIAL, (*files, *shown.values()), posts=tuple(posts), held=True)


def length_of(text: str, network: str) -> int:
    """Return the length of a text as the network counts it."""
    if network == "mastodon":
        linked = sum(max(0, _LINK - _seen(url)) for url in _URL.findall(text))
        return _seen(text) + linked
    if network == "bluesky":
        return _seen(text)
    return len(text.encode("utf-16-le")) // 2


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    found, begun = [], 0
    for end in _ENDS.finditer(text):
        sentence = text[begun : end.end(1)]
        if not _GOES_ON.search(sentence):
            found.append(sentence)
            begun = end.end()
    return [each for sentence in (*found, text[begun:]) if (each := sentence.strip())]


def _post(
    proof: Proof, kit: Kit, story: Story, network: str, most: int, shown: dict[str, File]
) -> Post | None:
    link = address_of(kit.house, proof.period, story)
    text = _within(one_line(story.title), _lead(story), link, network, most)
    if not text:
        return None
    picture = shown.get(story.code)
    alt = one_line(story.picture.alt) if story.picture and picture else ""
    return Post(network, text, link, picture.name if picture else "", alt)


def _lead(story: Story) -> list[str]:
    told = [one_line(block.text) for block in markup.blocks(story.lead)]
    return [sentence for text in told for sentence in sentences(text)]


def _within(title: str, lead: Sequence[str], link: str, network: str, most: int) -> str:
    """Return the title, as many sentences as fit, and the link; nothing if not even the title fits."""
    for count in range(len(lead), -1, -1):
        told = "\n\n".join(part for part in (title, " ".join(lead[:count]), link) if part)
        if _fits(told, link, network, most):
            return told
    return ""


def _fits(text: str, link: str, network: str, most: int) -> bool:
    length = length_of(text, network)
    if network == "mastodon" and link:
        length -= max(0, _seen(link) - _LINK)
    return length <= most and (network != "bluesky" or len(text.encode()) <= _BYTES)


def _seen(text: str) -> int:
    """Return the number of grapheme clusters (UAX 29)."""
    return len(regex.findall(r"\X", text))
