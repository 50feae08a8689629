"""What a channel says of itself is a message, in the reader's language; what a server said stays as it is."""

import ast
import pickle
import re
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from terugkom.catalogues import list_languages
from terugkom.delivery.build_outage import build_outage
from terugkom.delivery.channels.base import ChannelUnavailable, TemporaryFailure
from terugkom.errors import Message, PublicInputError
from terugkom.overview.channel_reasons import translate_channel_reason
from terugkom.overview.report_texts import format_report
from terugkom.report import RunReport
from tests.syntax_trees import get_last_name
from tests.test_catalogues import placeholders, sources, texts
from tests.test_error_messages import classes

# Python's own, which a channel raises where its caller says what came of it.
SYSTEM_ERRORS = {"OSError", "TimeoutError"}
_WORD = re.compile("[a-z]{2}")  # not a code, such as AADSTS


def find_texts(tree: ast.AST, errors: Iterable[str]) -> Iterator[str]:
    """Yield the texts in the code from which an error, or what a function returns as a reason, is made."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        nodes = list(ast.walk(function))
        given = [
            node.args[0]
            for node in nodes
            if isinstance(node, ast.Call) and get_last_name(node.func) in errors and node.args
        ]
        if function.returns is not None and "Reason" in ast.unparse(function.returns):
            given += [node.value for node in nodes if isinstance(node, ast.Return) and node.value]
        names = {leaf.id for each in given for leaf in _list_leaves(each) if isinstance(leaf, ast.Name)}
        given += [
            node.value
            for node in (*ast.iter_child_nodes(tree), *nodes)
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value
            if names & _targets(node)
        ]
        leaves = (leaf for each in given for leaf in _list_leaves(each))
        yield from (str(each.value) for each in leaves if isinstance(each, ast.Constant))


def _targets(node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}


def _list_leaves(node: ast.AST) -> Iterator[ast.Name | ast.Constant]:
    """Yield the names and the words of which an expression is made; of the values of a message only those
    that are several words, for others are codes."""
    match node:
        case ast.Name():
            yield node
        case ast.Constant(value=str(text)) if _WORD.search(text):
            yield node
        case ast.Call() if get_last_name(node.func) == "Message":
            leaves = (leaf for each in node.keywords for leaf in _list_leaves(each.value))
            yield from (leaf for leaf in leaves if isinstance(leaf, ast.Name) or " " in str(leaf.value))
        case ast.Call() if _quotes(node):
            yield from (leaf for each in node.args for leaf in _list_leaves(each))
        case ast.IfExp():
            yield from (leaf for each in (node.body, node.orelse) for leaf in _list_leaves(each))
        case ast.Call() | ast.Subscript() | ast.Compare():
            return
        case _:
            yield from (leaf for each in ast.iter_child_nodes(node) for leaf in _list_leaves(each))


def _quotes(call: ast.Call) -> bool:
    """Return whether what is given to a call may be what it returns, as with `str` and `join`."""
    return get_last_name(call.func) in {"str", "format", "join", "next", *classes("ChannelError")}


def test_no_channel_says_english_of_its_own() -> None:
    errors = classes("ChannelError")
    for file, nodes in sources():
        is_channel = file.startswith(("terugkom/delivery/channels/", "terugkom/imap/"))
        wanted = errors | SYSTEM_ERRORS if is_channel else errors
        if any(isinstance(node, ast.Name) and node.id in {"Reason", *wanted} for node in nodes):
            assert list(find_texts(nodes[0], wanted)) == [], file


@pytest.mark.parametrize(
    "line",
    [
        'raise PermanentFailure("the post is gone")',
        'raise PermanentFailure(f"{host} is away")',
        'said = f"{host} is away"\n    raise TemporaryFailure(said, 5)',
        'raise ChannelUnavailable(str("no token") + host)',
        'raise ChannelUnavailable(Message("channel.host-failed", host=host, why="it is away"))',
        'return ChannelUnavailable("no" if host else Message("channel.no-address"))',
        "raise TemporaryFailure(AWAY)",
    ],
)
def test_a_text_in_an_error_is_found(line: str) -> None:
    tree = ast.parse(f"AWAY = 'it is away'\ndef send(host):\n    {line}")
    assert list(find_texts(tree, classes("ChannelError"))) != []


def test_a_reason_is_in_the_language_of_its_reader() -> None:
    own = ChannelUnavailable(Message("channel.not-set", channel="webdav"))
    assert str(own) == "no webdav is set for this municipality"
    assert own.render("nl") == "er is geen webdav ingesteld voor deze gemeente"
    assert str(TemporaryFailure("452 full")) == TemporaryFailure("452 full").render("nl") == "452 full"
    nested = ChannelUnavailable(Message("channel.oauth2.no-token", why=own))
    assert nested.render("fr").startswith("pas de jeton\u00a0: pas de webdav")
    refused = PublicInputError("error.mail-server.host")
    assert ChannelUnavailable(refused).render("nl") == refused.render("nl") != str(refused)


def test_a_reason_comes_whole_from_a_process_that_sent() -> None:
    sent = TemporaryFailure(Message("channel.host-failed", host="h", why=Message("channel.no-address")), 7)
    found = pickle.loads(pickle.dumps(sent))
    assert (str(found), found.render("nl"), found.retry_after) == (
        "h: the server's name has no address",
        "h: de naam van de server heeft geen adres",
        7,
    )


def test_an_outage_is_dutch_for_who_reads_runs_and_english_on_the_terminal() -> None:
    said = Message("channel.answer.why", host="example.org", status=404, said="no page of an@example.org")
    error = ChannelUnavailable(Message("channel.wrong-address", answer=said))
    outage = build_outage("webdav", "lievegem", error, "nl")
    report = RunReport(outages=(outage,))
    assert format_report(report, "nl") == (
        "website (WebDAV) werkt niet voor lievegem: example.org antwoordde 404: no page of ***; "
        "kijk het adres in de instellingen na"
    )
    english = "example.org answered 404: no page of ***; look at the address in the settings"
    assert str(outage) == f"webdav is down for lievegem: {english}"
    assert format_report(report, "en").endswith(english)
    assert report.as_json(date(2026, 11, 28))["channels_down"] == [
        {"channel": "webdav", "municipality": "lievegem", "reason": english}
    ]


# Of these only values stand before the first colon or semicolon.
VALUES_ALONE = (
    "host-failed",
    "no-answer",
    "redirect",
    "wrong-address",
    "smtp.token-refused",
    "oauth2.numbered",
)


@pytest.mark.parametrize("language", list_languages())
def test_a_stored_reason_is_shown_in_a_language_up_to_what_a_server_said(language: str) -> None:
    ids = {each for each in texts("en") if each.startswith("channel.")}
    for each in sorted(ids - {f"channel.{name}" for name in VALUES_ALONE}):
        values = {name: 7 if name == "seconds" else "X1" for name in placeholders(*texts("en")[each])}
        head, *_ = re.split("[:;]", str(Message(each, **values)))
        shown, *_ = re.split("[:;]", Message(each, **values).render(language))
        assert translate_channel_reason(head, language) == shown.strip(), each
    assert translate_channel_reason("550 5.1.1", language) is None
    assert translate_channel_reason("An Peeters is op reis", language) is None
