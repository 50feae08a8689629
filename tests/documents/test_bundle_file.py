"""A bundle gives back each document, and is refused if one byte of it is another."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terugkom.documents import bundle_file as bundle_format
from terugkom.documents.bundle_file import build_bundle, open_bundle, split_into_bundles
from terugkom.documents.file_store import DocumentChanged, sha256

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
documents = st.dictionaries(names, st.binary(max_size=300), min_size=1, max_size=8)


@given(documents)
def test_each_document_is_read_back(written: dict[str, bytes]) -> None:
    bundle = build_bundle(list(written.items()), "1")
    opened = open_bundle(bundle.digest, bundle.content)
    assert {name: opened.read(name) for name in bundle.names} == written
    assert opened.read("".join(written) + "none") is None
    assert bundle.digest == sha256(bundle.content)


@given(documents, st.data())
def test_a_bundle_with_another_byte_or_cut_is_refused(written: dict[str, bytes], data: st.DataObject) -> None:
    bundle = build_bundle(list(written.items()), "1")
    at = data.draw(st.integers(0, len(bundle.content) - 1))
    other = data.draw(st.integers(1, 255))
    damaged = bytearray(bundle.content)
    damaged[at] ^= other
    for content in (bytes(damaged), bundle.content[:at], bundle.content + b"\0"):
        with pytest.raises(DocumentChanged):
            open_bundle(bundle.digest, content)


@given(documents, st.data())
def test_an_index_that_points_elsewhere_gives_no_other_document(
    written: dict[str, bytes], data: st.DataObject
) -> None:
    """The hash of the bundle is right, as if we had written it so: the document's own says no."""
    plain = zlib.decompress(build_bundle(list(written.items()), "1").content)
    head, end, rest = plain.partition(b"\n")
    wrong = zlib.compress(head + end + rest[:-1]) if rest else zlib.compress(head + end + b"x")
    opened = open_bundle(sha256(wrong), wrong)
    for name, content in written.items():
        try:
            assert opened.read(name) == content
        except DocumentChanged:
            assert rest


@pytest.mark.parametrize("content", [b"", b"x", zlib.compress(b""), zlib.compress(b'{"format": 2}\n')])
def test_what_is_no_bundle_of_this_version_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentChanged):
        open_bundle(sha256(content), content)


def test_two_bundles_of_the_same_documents_are_never_the_same() -> None:
    assert build_bundle([("a", b"x")], "1").digest != build_bundle([("a", b"x")], "2").digest


@given(st.lists(st.binary(max_size=12), max_size=20))
def test_documents_are_split_in_order_and_none_is_lost(contents: list[bytes]) -> None:
    written = [(str(number), content) for number, content in enumerate(contents)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle_format, "MAX_BUNDLE_BYTES", 20)
        bundles = list(split_into_bundles(written))
    assert [each for bundle in bundles for each in bundle] == written
    assert all(bundle for bundle in bundles)
    assert all(len(bundle) == 1 or sum(len(content) for _, content in bundle) <= 20 for bundle in bundles)
