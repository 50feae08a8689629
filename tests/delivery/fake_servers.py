"""Stand-ins for WordPress, Mastodon and a webhook: each checks every request against the published API."""

import hashlib
import hmac
import json
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import regex

from tests.delivery.web_server import FakeServer, ReceivedRequest, Reply


def only(given: Any, allowed: set[str], required: set[str]) -> None:
    assert required <= set(given) <= allowed, f"fields: {sorted(given)}"


@dataclass
class WordPress(FakeServer):
    """Posts, pages and media, as of https://developer.wordpress.org/rest-api/reference/posts/, .../pages/ and
    .../media/; of a page we send only arguments that a post has too.

    Logins are application passwords by Basic authentication:
    https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/#application-passwords
    """

    login: tuple[str, str] = ("redactie", "abcd EFGH 1234 ijkl MNOP 6789")
    may_publish: bool = True
    permalinks: str = "pretty"  # or "plain", or "index" for those behind /index.php/
    folder: str = ""  # in which the site lives, such as /nieuws
    linked: bool = True  # whether its pages tell where the API is; a security plugin may keep that back
    posts: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    media: list[dict[str, Any]] = field(default_factory=list)

    STATUSES = frozenset({"publish", "future", "draft", "pending", "private"})
    # "Create a Post", and the type of each argument in the schema.
    ARGUMENTS = {  # noqa: RUF012
        "date": str, "date_gmt": str, "slug": str, "status": str, "password": str, "title": (str, dict),
        "content": (str, dict), "author": int, "excerpt": (str, dict), "featured_media": int,
        "comment_status": str, "ping_status": str, "format": str, "meta": dict, "sticky": bool,
        "template": str, "categories": list, "tags": list,
    }  # fmt: skip
    MEDIA_ARGUMENTS = frozenset({
        "date", "date_gmt", "slug", "status", "title", "author", "comment_status", "ping_status", "meta",
        "template", "alt_text", "caption", "description", "post", "file",
    })  # fmt: skip
    LISTED_BY = frozenset({
        "context", "page", "per_page", "search", "after", "author", "before", "exclude", "include", "offset",
        "order", "orderby", "slug", "status", "categories", "tags", "sticky", "_fields", "media_type",
        "mime_type", "parent",
    })  # fmt: skip

    def answer(self, asked: ReceivedRequest) -> Reply:
        route = self._find_route(asked)
        if route is None:
            return (404, None) if asked.path.startswith(f"{self.folder}/wp-json") else (200, None)
        query = {name: value for name, value in asked.query.items() if name != "rest_route"}
        return self._answer_api(replace(asked, path=f"/wp-json{route}", query=query))

    def build_headers(self, asked: ReceivedRequest, what: Any) -> dict[str, str]:
        root = {"pretty": "/wp-json/", "plain": "/?rest_route=/", "index": "/index.php/wp-json/"}
        address = f"{self.url}{self.folder}{root[self.permalinks]}"
        return {"Link": f'<{address}>; rel="https://api.w.org/"'} if self.linked else {}

    def _find_route(self, asked: ReceivedRequest) -> str | None:
        """The route of the API that is asked, None for a page; every site knows ``rest_route``."""
        roots = {"pretty": f"{self.folder}/wp-json", "index": f"{self.folder}/index.php/wp-json"}
        root = roots.get(self.permalinks)
        if root and asked.path.startswith(f"{root}/"):
            return asked.path.removeprefix(root)
        return asked.query.get("rest_route") if asked.path == f"{self.folder}/" else None

    def _answer_api(self, asked: ReceivedRequest) -> Reply:
        basic = b64encode(":".join(self.login).encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {basic}":
            told = f"The password {asked.headers.get('Authorization')} is wrong."
            return 401, {"code": "incorrect_password", "message": told, "data": {"status": 401}}
        match asked.method, asked.path:
            case "GET", "/wp-json/wp/v2/users/me":
                return 200, {"id": 1, "capabilities": {"publish_posts": self.may_publish}}
            case "GET", "/wp-json/wp/v2/posts":
                return self._list(asked, self.posts)
            case "GET", "/wp-json/wp/v2/pages":
                return self._list(asked, self.pages)
            case "GET", "/wp-json/wp/v2/media":
                return self._list(asked, self.media)
            case "POST", "/wp-json/wp/v2/posts":
                return self._make(asked.json(), self.posts)
            case "POST", "/wp-json/wp/v2/pages":
                return self._make(asked.json(), self.pages)
            case method, path if path.startswith("/wp-json/wp/v2/posts/"):
                return self._one(method, asked, self.posts, int(path.rpartition("/")[2]))
            case method, path if path.startswith("/wp-json/wp/v2/pages/"):
                return self._one(method, asked, self.pages, int(path.rpartition("/")[2]))
            case "POST", "/wp-json/wp/v2/media":
                return self._keep(asked)
        return 404, {"code": "rest_no_route", "message": "No route was found.", "data": {"status": 404}}

    def _list(self, asked: ReceivedRequest, what: list[dict[str, Any]]) -> Reply:
        only(asked.query, set(self.LISTED_BY), set())
        usual = "inherit" if what is self.media else "publish"
        statuses = set(asked.query.get("status", usual).split(","))
        assert statuses <= self.STATUSES | {"inherit"}
        assert statuses <= {"publish", "inherit"} or asked.query.get("context") == "edit"
        fields = asked.query["_fields"].split(",")
        found = [each for each in what if each["slug"] == asked.query["slug"] and each["status"] in statuses]
        return 200, [{name: each[name] for name in fields} for each in found]

    def _make(self, given: dict[str, Any], posts: list[dict[str, Any]]) -> Reply:
        only(given, set(self.ARGUMENTS), {"title", "content", "status", "slug"})
        for name, value in given.items():
            assert isinstance(value, self.ARGUMENTS[name]), f"{name}: {value!r}"  # type: ignore[arg-type]
        assert given["status"] in self.STATUSES
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given["slug"]), "it would be changed"
        if featured := given.get("featured_media"):
            assert featured in [each["id"] for each in self.media]
        slug, number = given["slug"], 2
        while slug in [each["slug"] for each in (*self.posts, *self.pages)]:
            slug, number = f"{given['slug']}-{number}", number + 1
        raw = {name: {"raw": given[name]} for name in ("title", "content")}
        link = f"https://www.lievegem.example/{slug}/"
        number = 100 + len(self.posts) + len(self.pages)
        posts.append({**given, **raw, "slug": slug, "link": link, "id": number})
        return 201, posts[-1]

    def _one(self, method: str, asked: ReceivedRequest, posts: list[dict[str, Any]], id: int) -> Reply:
        """ "Retrieve a Post" and "Update a Post": every argument is optional, what is not given stays."""
        found = next((each for each in posts if each["id"] == id), None)
        if found is None:
            return 404, {
                "code": "rest_post_invalid_id",
                "message": "Invalid post ID.",
                "data": {"status": 404},
            }
        if method == "GET":
            only(asked.query, {"context", "password", "_fields"}, set())
            assert found["status"] == "publish" or asked.query["context"] == "edit"
            return 200, {name: found[name] for name in asked.query["_fields"].split(",")}
        assert method in ("POST", "PUT", "PATCH")
        given = asked.json()
        only(given, set(self.ARGUMENTS), set())
        for name, value in given.items():
            assert isinstance(value, self.ARGUMENTS[name]), f"{name}: {value!r}"  # type: ignore[arg-type]
        found["revisions"] = [*found.get("revisions", []), found["content"]["raw"]]
        found.update({k: {"raw": v} if k in ("title", "content") else v for k, v in given.items()})
        return 200, found

    def _keep(self, asked: ReceivedRequest) -> Reply:
        parts = asked.parts()
        only(parts, set(self.MEDIA_ARGUMENTS), {"file"})
        file = parts["file"]
        assert file.get_filename(), "a file without a name is not one"
        assert file.get_content_type().startswith(("image/", "application/"))
        given = {
            name: (part.get_payload(decode=True) or b"").decode()  # type: ignore[union-attr]
            for name, part in parts.items()
            if name != "file"
        }
        id = 7 + len(self.media)
        address = f"https://www.lievegem.example/uploads/{id}-{file.get_filename()}"
        content = file.get_payload(decode=True)
        self.media.append({"id": id, "status": "inherit", "source_url": address, "content": content, **given})
        return 201, {"id": id, "source_url": address}


@dataclass
class Mastodon(FakeServer):
    """Statuses and media, as of https://docs.joinmastodon.org/methods/statuses/ and .../methods/media/.

    The limits: https://docs.joinmastodon.org/entities/Instance/. `slow` pictures take some looks to be ready.
    Notifications and their pages: .../methods/notifications/ and .../api/guidelines/#pagination.
    """

    ACCOUNT = "23634"
    WRITING = frozenset({"write:statuses", "write:media"})
    READING = frozenset({"read:accounts", "read:notifications", "read:statuses"})

    token: str = "mastodon-token-123"
    longest: int = 500
    slow: int = 0
    statuses: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    scopes: frozenset[str] = WRITING | READING
    notifications: list[dict[str, Any]] = field(default_factory=list)  # the oldest first
    said: dict[str, dict[str, Any]] = field(default_factory=dict)  # the statuses of others and ours, by id
    left: int = 300  # requests until the limit
    instance: str = "v2"  # the version of the API that tells the limits; v1 before Mastodon 4
    per_url: int = 23

    def an_hour_passes(self) -> None:
        """Idempotency keys are stored for up to an hour."""
        self.keys.clear()

    def answer(self, asked: ReceivedRequest) -> Reply:
        if asked.path == f"/api/{self.instance}/instance":
            statuses = {
                "max_characters": self.longest, "max_media_attachments": 4,
                "characters_reserved_per_url": self.per_url,
            }  # fmt: skip
            return 200, {"domain": "x", "configuration": {"statuses": statuses}}
        if asked.headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"error": f"The access token {asked.headers.get('Authorization')} is invalid"}
        self.left -= 1
        if self.left < 0:
            return 429, {"error": "Too many requests"}
        match asked.method, asked.path.split("/")[2:]:
            case "GET", ["v1", "accounts", "verify_credentials"]:
                return self._allow("read:accounts") or (200, {"id": self.ACCOUNT, "acct": "lievegem"})
            case "GET", ["v1", "notifications"]:
                return self._allow("read:notifications") or (200, self._list_notifications(asked))
            case "GET", ["v1", "statuses", id]:
                gone = 404, {"error": "Record not found"}
                return self._allow("read:statuses") or ((200, self.said[id]) if id in self.said else gone)
            case "POST", ["v2", "media"]:
                return self._keep(asked)
            case "GET", ["v1", "apps", "verify_credentials"]:
                return 200, {"name": "Terugkom", "scopes": ["write:statuses", "write:media"]}
            case "GET", ["v1", "media", id]:
                return self._look(id)
            case "POST", ["v1", "statuses"]:
                return self._post(asked)
            case "PUT", ["v1", "statuses", id]:
                return self._edit(asked, id)
        return 404, {"error": "Record not found"}

    def build_headers(self, asked: ReceivedRequest, what: Any) -> dict[str, str]:
        found = {"X-RateLimit-Remaining": str(max(self.left, 0))}
        found["X-RateLimit-Reset"] = (datetime.now(UTC) + timedelta(minutes=5)).isoformat()
        if asked.path == "/api/v1/notifications" and isinstance(what, list) and what:
            page = f"{self.url}{asked.path}?limit={asked.query['limit']}&types%5B%5D=mention"
            found["Link"] = (
                f'<{page}&max_id={what[-1]["id"]}>; rel="next", <{page}&min_id={what[0]["id"]}>; rel="prev"'
            )
        return found

    def _allow(self, scope: str) -> Reply | None:
        if scope in self.scopes:
            return None
        return 403, {"error": "This action is outside the authorized scopes"}

    def _list_notifications(self, asked: ReceivedRequest) -> list[dict[str, Any]]:
        allowed = {"max_id", "since_id", "min_id", "limit", "types[]", "exclude_types[]", "account_id"}
        only(asked.query, allowed, {"types[]"})
        assert asked.query["types[]"] == "mention"
        assert 1 <= int(asked.query.get("limit", "40")) <= 80
        size, after = int(asked.query.get("limit", "40")), asked.query.get("min_id")
        if after is None:
            return self.notifications[-size:][::-1]
        newer = [each for each in self.notifications if int(each["id"]) > int(after)]
        return newer[:size][::-1]  # right after it, and the newest of these first

    def mention(self, text: str, **more: Any) -> dict[str, Any]:
        """Have somebody say something to the account; return the status, as of .../entities/Status/."""
        number = str(109_000 + len(self.said))
        account = {"id": "9", "acct": "jan@elders.example", "username": "jan", "display_name": "Jan Kok"}
        status = {
            "id": number, "uri": f"https://elders.example/jan/{number}",
            "url": f"https://elders.example/@jan/{number}", "created_at": "2026-11-23T23:30:00.901Z",
            "edited_at": None, "account": account, "content": f"<p>{text}</p>", "visibility": "public",
            "in_reply_to_id": None, "in_reply_to_account_id": None, "spoiler_text": "", **more,
        }  # fmt: skip
        self.said[number] = status
        id = str(9_998 + len(self.notifications))
        at = status["created_at"]
        notification = {"id": id, "type": "mention", "created_at": at, "account": account, "status": status}
        self.notifications.append(notification)
        return status

    def _keep(self, asked: ReceivedRequest) -> Reply:
        parts = asked.parts()
        only(parts, {"file", "thumbnail", "description", "focus"}, {"file"})
        assert parts["file"].get_filename()
        assert parts["file"].get_content_type().startswith("image/"), "it must have a type"
        id = str(22348641 + len(self.media))
        description = (parts["description"].get_payload(decode=True) or b"").decode()  # type: ignore[union-attr]
        content = parts["file"].get_payload(decode=True)
        self.media[id] = {"description": description, "content": content, "looks": self.slow}
        return (202 if self.slow else 200), {"id": id, "type": "image", "url": None if self.slow else "x"}

    def _look(self, id: str) -> Reply:
        self.media[id]["looks"] -= 1
        return (206, None) if self.media[id]["looks"] > 0 else (200, {"id": id, "type": "image", "url": "x"})

    def _post(self, asked: ReceivedRequest) -> Reply:
        given = asked.form()
        only(
            given,
            {
                "status", "media_ids[]", "in_reply_to_id", "sensitive", "spoiler_text", "visibility",
                "language", "scheduled_at",
            },
            {"status", "visibility", "language"},
        )  # fmt: skip
        assert given["visibility"][0] in {"public", "unlisted", "private", "direct"}
        assert re.fullmatch(r"[a-z]{2}", given["language"][0]), "ISO 639-1"
        (text,) = given["status"]
        if refusal := self._check_length(text):
            return refusal
        key = asked.headers.get("Idempotency-Key", "")
        if key in self.keys:
            return 200, self.keys[key]
        for id in given.get("media_ids[]", []):
            assert self.media[id]["looks"] <= 0, "it is still being processed"
        self.statuses.append({"id": str(1032 + len(self.statuses)), "key": key, **given})
        if key:
            self.keys[key] = self.statuses[-1]
        return 200, self.statuses[-1]

    def _check_length(self, text: str) -> Reply | None:
        """As its StatusLengthValidator: an address by the rules of twitter-text, which end it before a full
        stop; of a mention the name; and graphemes, not code points."""
        ending = r"(?:[^\p{White_Space}()?!*\"'<>;:,.$%\[\]~&|@…]|\([^()\s]+\))"
        address = (
            r"(?i)(?<![a-z0-9@＠$#＃])https?://(?:[^\s/?#.:()]+\.)+\p{L}{2,}(?::\d+)?"
            rf"(?:/(?:(?:[^\s<>()?]|\([^()\s]+\))*{ending})?)?(?:\?\S*[a-z0-9_&=#/-])?"
        )
        counted = regex.sub(address, "x" * self.per_url, text)
        counted = regex.sub(r"(?<![=/\w])(@\w+(?:[\w.-]+\w+)?)@[\w.-]+\w+", r"\1", counted)
        if len(regex.findall(r"\X", counted)) <= self.longest:
            return None
        return 422, {"error": f"Validation failed: Text character limit of {self.longest} exceeded"}

    def _edit(self, asked: ReceivedRequest, id: str) -> Reply:
        """ "Edit a status": what is not given is removed, and who sees it cannot be changed."""
        found = next((each for each in self.statuses if each["id"] == id), None)
        if found is None:
            return 404, {"error": "Record not found"}
        given = asked.form()
        allowed = {"status", "spoiler_text", "sensitive", "language", "media_ids[]"}
        only({name for name in given if not name.startswith("media_attributes[]")}, allowed, set())
        (text,) = given["status"]
        if refusal := self._check_length(text):
            return refusal
        assert all(each in self.media for each in given.get("media_ids[]", [])), "a picture of nobody"
        changed = {"media_ids[]": [], **given}
        if any(found.get(name, []) != value for name, value in changed.items()):
            found["history"] = [*found.get("history", []), found["status"]]  # as GET .../history tells it
            found.update(changed)
        return 200, found


@dataclass
class FakeWebhook(FakeServer):
    """A webhook: Mattermost's `text`, a Teams workflow's Adaptive Card, or a program of one's own.

    https://developers.mattermost.com/integrate/webhooks/incoming/
    https://adaptivecards.io/explorer/AdaptiveCard.html
    """

    path: str = "/hooks/geheim-adres-42"
    secret: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return self.url + self.path

    def answer(self, asked: ReceivedRequest) -> Reply:
        if asked.path != self.path:
            return 404, {"message": f"no hook {asked.path}"}
        assert asked.method == "POST"
        key = asked.headers["Idempotency-Key"]
        assert re.fullmatch(r"[0-9a-f]{40}", key)
        if self.secret:
            signed = hmac.new(self.secret.encode(), f"{key}.".encode() + asked.content, hashlib.sha256)
            assert asked.headers["X-Terugkom-Signature"] == f"sha256={signed.hexdigest()}"
        else:
            assert "X-Terugkom-Signature" not in asked.headers
        self.taken.append({"key": key, **asked.json()})
        return 200, {"ok": True}


def files_of(message: dict[str, Any]) -> dict[str, bytes]:
    return {each["name"]: b64decode(each["content"], validate=True) for each in message["files"]}


def card_of(message: dict[str, Any]) -> dict[str, Any]:
    (attachment,) = message["attachments"]
    assert message["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card: dict[str, Any] = json.loads(json.dumps(attachment["content"]))
    assert (card["type"], card["$schema"]) == (
        "AdaptiveCard",
        "http://adaptivecards.io/schemas/adaptive-card.json",
    )
    return card
