"""Social media: one post per public story, in whole sentences, within the network's maximum length.

Each network counts length differently: Mastodon counts grapheme clusters, a
link as 23 (docs.joinmastodon.org/user/posting); Bluesky in the same characters, and at most 3,000 bytes
(app.bsky.feed.post); for the others in units of UTF-16, which is never less than they count.
"""

import re
from collections.abc import Sequence

import regex

from terugkom.documents import markup
from terugkom.documents.templates import to_one_line
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import build_edition_context, load_pictures
from terugkom.editions.media.rendered import File, Post, RenderedMedium
from terugkom.editions.media.website import build_story_url
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story
from terugkom.plan.media import Medium

_MASTODON_LINK_LENGTH = 23  # length of each link on Mastodon, in characters
_URL_PATTERN = re.compile(r"https?://\S+")
_BLUESKY_MAX_BYTES = 3000
# A full stop ends a sentence if a capital, a digit or a quotation follows; not after these abbreviations.
_SENTENCE_END = re.compile(r"([.!?…][\"'”’»)]*)\s+(?=[\"'“‘«(]?[^\W_a-zà-öø-ÿ])")
_ABBREVIATION_END = re.compile(
    r"(?:^|[\s(])(?:bv|bijv|o\.a|o\.m|nr|ca|dhr|mevr|m\.a\.w|d\.w\.z|t\.e\.m|incl|excl|max|min|p|blz|art|st|dr|ir|"
    r"ing|prof|vgl|resp|[^\W\d_])\.$",
    re.IGNORECASE,
)


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the posts for each of the municipality's networks, and one text file per network.

    A story whose title is too long for a network is omitted there; its file lists it.
    """
    proof = proof.public_only
    shown = load_pictures(proof.stories, media_context)
    posts, files = [], []
    for network, max_length in media_context.settings.network_lengths().items():
        texts = {
            story.code: _build_post(proof, media_context, story, network, max_length, shown)
            for story in proof.stories
        }
        mine = [post for post in texts.values() if post]
        if media_context.setback_reason and mine:
            mine.append(Post(network, _render_reason(media_context)))
        left_out = [story for story in proof.stories if not texts[story.code]]
        context = {
            **build_edition_context(proof, media_context),
            "network": network,
            "posts": mine,
            "left_out": left_out,
            "most": max_length,
        }
        text = media_context.templates.render_text("social/network.txt", context)
        files.append(File(f"{network}.txt", "text/plain", text.encode()))
        posts += mine
    codes = tuple(dict.fromkeys(post.story for post in posts if post.story))
    return RenderedMedium(
        Medium.SOCIAL, (*files, *shown.values()), posts=tuple(posts), held=True, story_codes=codes
    )


def measure_length(text: str, network: str) -> int:
    """Return the length of a text as the network counts it."""
    if network == "mastodon":
        linked = sum(
            max(0, _MASTODON_LINK_LENGTH - _count_graphemes(url)) for url in _URL_PATTERN.findall(text)
        )
        return _count_graphemes(text) + linked
    if network == "bluesky":
        return _count_graphemes(text)
    return len(text.encode("utf-16-le")) // 2


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    found, begun = [], 0
    for end in _SENTENCE_END.finditer(text):
        sentence = text[begun : end.end(1)]
        if not _ABBREVIATION_END.search(sentence):
            found.append(sentence)
            begun = end.end()
    return [each for sentence in (*found, text[begun:]) if (each := sentence.strip())]


def _render_reason(media_context: MediaContext) -> str:
    """Return the post that says why the others tell of no setbacks."""
    reason = {"setback_reason": media_context.setback_reason}
    return media_context.templates.render_text("social/no-setbacks.txt", reason).strip()


def _build_post(
    proof: Proof,
    media_context: MediaContext,
    story: Story,
    network: str,
    max_length: int,
    shown: dict[str, File],
) -> Post | None:
    link = build_story_url(media_context, proof.period, story)
    text = _fit_message(to_one_line(story.title), _split_lead(story), link, network, max_length)
    if not text:
        return None
    picture = shown.get(story.code)
    alt = to_one_line(story.picture.alt) if story.picture and picture else ""
    return Post(network, text, link, picture.name if picture else "", alt, story.code)


def _split_lead(story: Story) -> list[str]:
    texts = [to_one_line(block.text) for block in markup.parse_blocks(story.lead)]
    return [sentence for text in texts for sentence in split_sentences(text)]


def _fit_message(title: str, lead: Sequence[str], link: str, network: str, max_length: int) -> str:
    """Return the title, as many sentences as fit, and the link; nothing if not even the title fits."""
    for count in range(len(lead), -1, -1):
        texts = "\n\n".join(part for part in (title, " ".join(lead[:count]), link) if part)
        if _is_within_length(texts, link, network, max_length):
            return texts
    return ""


def _is_within_length(text: str, link: str, network: str, max_length: int) -> bool:
    length = measure_length(text, network)
    if network == "mastodon" and link:
        length -= max(0, _count_graphemes(link) - _MASTODON_LINK_LENGTH)
    return length <= max_length and (network != "bluesky" or len(text.encode()) <= _BLUESKY_MAX_BYTES)


def _count_graphemes(text: str) -> int:
    """Return the number of grapheme clusters (UAX 29)."""
    return len(regex.findall(r"\X", text))
