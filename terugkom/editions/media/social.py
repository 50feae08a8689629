"""Social media: two or three posts a network, each written for it, in whole sentences within its length.

Each network counts length differently (see `terugkom.delivery.channels.post_length`). Bluesky also takes at
most 3,000 bytes (app.bsky.feed.post); the others are counted in units of UTF-16, which is never less than
they count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from terugkom.delivery.channels.post_length import count_graphemes, count_mastodon_characters
from terugkom.documents.one_line import to_one_line
from terugkom.editions.media.media_context import MediaContext
from terugkom.editions.media.page_parts import build_edition_context, load_pictures
from terugkom.editions.media.rendered import File, Post, RenderedMedium
from terugkom.editions.media.website import build_story_url
from terugkom.editions.media.write_sentences import write_story
from terugkom.editions.proof import Proof
from terugkom.editions.story import Story, StoryKind
from terugkom.plan.media import Medium

MAX_POSTS = 3  # a network: who posts more in a quarter's week is muted
_BLUESKY_MAX_BYTES = 3000
# How many sentences are read there: a feed shows so much before "more".
_MAX_SENTENCES: Mapping[str, int] = {"mastodon": 5, "bluesky": 3, "facebook": 6, "linkedin": 8}
# One post of each row while there are stories: what is done, what went less well, and what comes.
_ROWS = (
    (StoryKind.DONE, StoryKind.UNDER_WAY),
    (StoryKind.LESS_WELL,),
    (StoryKind.UNDER_WAY, StoryKind.NEW, StoryKind.IDEA, StoryKind.DECISION, StoryKind.OTHER),
)


def render(proof: Proof, media_context: MediaContext) -> RenderedMedium:
    """Render the posts for each of the municipality's networks, and one text file per network.

    Of the stories some are chosen, a setback among them if there is one; the file lists the others.
    """
    proof = proof.public_only
    shown = load_pictures(proof.stories, media_context)
    posts, files = [], []
    for network, max_length in media_context.settings.network_lengths().items():
        texts = _write_posts(proof, media_context, network, max_length)
        mine = [_build_post(network, story, text, proof, media_context, shown) for story, text in texts]
        if media_context.setback_reason and mine:
            mine.append(Post(network, _render_reason(media_context)))
        told = {story.code for story, _ in texts}
        context = {
            **build_edition_context(proof, media_context),
            "network": network,
            "posts": mine,
            "others": [story for story in proof.stories if story.code not in told],
            "most": max_length,
        }
        text = media_context.templates.render_text("social/network.txt", context)
        files.append(File(f"{network}.txt", "text/plain", text.encode()))
        posts += mine
    codes = tuple(dict.fromkeys(post.story for post in posts if post.story))
    return RenderedMedium(
        Medium.SOCIAL, (*files, *shown.values()), posts=tuple(posts), held=True, story_codes=codes
    )


def measure_post(text: str, network: str) -> int:
    """Return the length of a text as the network counts it, or more, never less."""
    if network == "mastodon":
        return count_mastodon_characters(text)
    if network == "bluesky":
        return count_graphemes(text)
    return len(text.encode("utf-16-le")) // 2


def _write_posts(
    proof: Proof, media_context: MediaContext, network: str, max_length: int
) -> list[tuple[Story, str]]:
    """Return the chosen stories, in their order, each with its post; those that were posted before a
    correction are among them, whatever goes before them now."""
    chosen: dict[str, str] = {}
    for row in (*_rank_stories(proof.stories), proof.stories):
        for story in row:
            if len(chosen) < MAX_POSTS and story.code not in chosen:
                text = _write_post(proof, media_context, story, network, max_length)
                if text:
                    chosen[story.code] = text
                    break
    for story in proof.stories:
        is_missing = story.code in media_context.kept_stories and story.code not in chosen
        if is_missing and (text := _write_post(proof, media_context, story, network, max_length)):
            chosen[story.code] = text
    return [(story, chosen[story.code]) for story in proof.stories if story.code in chosen]


def _rank_stories(stories: Sequence[Story]) -> Iterator[list[Story]]:
    """Yield the stories for each post, the best first: those with a photograph before the others."""
    for row in _ROWS:
        mine = [story for story in stories if story.kind in row]
        yield sorted(mine, key=lambda story: (row.index(story.kind), story.picture is None))


def _write_post(
    proof: Proof, media_context: MediaContext, story: Story, network: str, max_length: int
) -> str:
    """Return the post with as many sentences as fit; nothing if not even those fit that belong together."""
    language = media_context.templates.language
    link = build_story_url(media_context, proof.period, story)
    written = write_story(story, language)
    context = {
        **build_edition_context(proof, media_context),
        "story": story,
        "link": link,
        "hashtag": _format_hashtag(story.theme),
    }

    def render_post(sentences: Sequence[str]) -> str:
        own = {
            "title": _choose_title(story, sentences),
            "opening": sentences[: written.short],
            "rest": sentences[written.short :],
        }
        text = media_context.templates.render_text(f"social/posts/{network}.txt", {**context, **own})
        return re.sub(r"\n{3,}", "\n\n", text.strip())

    def fits(sentences: Sequence[str]) -> bool:
        return _is_within_length(render_post(sentences), network, max_length)

    told = written.fit(fits, _MAX_SENTENCES[network])
    return render_post(told) if told else ""


def _choose_title(story: Story, sentences: Sequence[str]) -> str:
    """Return the title of a story; empty if its first sentence says the same."""
    title, first = to_one_line(story.title), "".join(sentences[:1]).casefold()
    subject = title.partition(":")[0].casefold()
    is_said = subject in first or title.casefold() in first
    return "" if is_said and not story.is_withdrawn else title


def _render_reason(media_context: MediaContext) -> str:
    """Return the post that says why the others tell of no setbacks."""
    reason = {"setback_reason": media_context.setback_reason}
    return media_context.templates.render_text("social/no-setbacks.txt", reason).strip()


def _build_post(
    network: str,
    story: Story,
    text: str,
    proof: Proof,
    media_context: MediaContext,
    shown: Mapping[str, File],
) -> Post:
    link = build_story_url(media_context, proof.period, story)
    picture = shown.get(story.code)
    alt = to_one_line(story.picture.alt) if story.picture and picture else ""
    return Post(network, text, link, picture.name if picture else "", alt, story.code)


def _format_hashtag(theme: str) -> str:
    """Return a theme as a hashtag that a screen reader reads word by word; empty if it cannot be one."""
    words = theme.split()
    tag = "".join(word[:1].upper() + word[1:] for word in words)
    return f"#{tag}" if tag.isalnum() and not tag.isdigit() and len(tag) <= 30 else ""


def _is_within_length(text: str, network: str, max_length: int) -> bool:
    fits = measure_post(text, network) <= max_length
    return fits and (network != "bluesky" or len(text.encode()) <= _BLUESKY_MAX_BYTES)
