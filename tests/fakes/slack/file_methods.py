"""The three-step upload and `files.info` (https://docs.slack.dev/messaging/working-with-files)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.fakes.feed import Feed
from tests.fakes.slack import payloads
from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.message_checks import Checks
from tests.fakes.slack.messages import Draft, Messages
from tests.fakes.slack.records import File, Json, Origin
from tests.fakes.slack.refusals import RefusalError, wrong
from tests.fakes.slack.terms import Terms
from tests.fakes.slack.world import World


class FileMethods:
    """Answer for files."""

    def __init__(
        self, world: World, messages: Messages, checks: Checks, terms: Terms, feed: Feed, address: Callable[[str], str]
    ) -> None:
        self._world = world
        self._messages = messages
        self._checks = checks
        self._terms = terms
        self._feed = feed
        self._address = address
        self.every: dict[str, File] = {}
        complete = "files channel_id initial_comment thread_ts"
        self.methods = (
            method("files.getUploadURLExternal", self._ask, "filename length alt_txt", reads=True),
            method("files.completeUploadExternal", self._complete, complete),
            method("files.info", self._info, "file", reads=True),
        )

    def _ask(self, call: Call) -> Json:
        self._terms.need("files:write")
        made = File(
            id=self._world.new_id("F"),
            name=call.required("filename"),
            length=call.number("length", 0),
            alt_text=call.text("alt_txt") or None,
        )
        self._checks.words({"name": made.name, "alt_text": made.alt_text or ""})
        if made.length < 1:
            raise wrong("invalid_arguments", "a file has a length")
        self.every[made.id] = made
        return {"upload_url": self._address(made.id), "file_id": made.id}

    def upload(self, file_id: str, content: bytes) -> None:
        """Take the bytes of a file."""
        found = self.every.get(file_id)
        if found is None or found.content is not None:
            raise RefusalError(error="not_found", status=404, problem="no such upload_url, or a used one")
        if len(content) != found.length:
            raise RefusalError(error="bad_length", status=400, problem=f"{len(content)} bytes, not {found.length}")
        self.every[file_id] = replace(found, content=content)
        self._feed.notify()

    def _complete(self, call: Call) -> Json:
        self._terms.need("files:write")
        asked = call.objects("files")
        if not asked:
            raise wrong("invalid_arguments", "missing required field: files")
        channel = self._world.inside(call.text("channel_id")) if call.has("channel_id") else None
        if channel and channel.archived:
            raise RefusalError(error="is_archived")
        done = [self._completed(each, channel.id if channel else None) for each in asked]
        self.every |= {each.id: each for each in done}
        if channel:
            text = call.text("initial_comment")
            if text:
                self._checks.message(text, (), ())
            files = tuple(each.id for each in done)
            self._messages.add(Draft(channel=channel.id, origin=Origin.FILE, text=text, files=files))
        return {"files": [payloads.file(each, ready=self.ready(each.id)) for each in done]}

    def ready(self, file_id: str) -> bool:
        """Return whether a file is there and processed, so that it can be shown."""
        found = self.every.get(file_id)
        done = found and found.completed_at
        return bool(done and self._world.clock() - done >= timedelta(seconds=self._terms.file_seconds))

    def _completed(self, asked: Json, channel: str | None) -> File:
        found = self.every.get(str(asked.get("id")))
        if found is None:
            raise RefusalError(error="file_not_found")
        if found.content is None:
            raise RefusalError(error="file_not_found", problem="completed before the bytes were sent")
        if found.completed_at:
            raise RefusalError(error="file_already_completed", problem="an upload is completed twice")
        return replace(found, completed_at=self._world.clock(), title=asked.get("title"), channel=channel)

    def _info(self, call: Call) -> Json:
        self._terms.need("files:read")
        found = self.every.get(call.required("file"))
        if found is None:
            raise RefusalError(error="file_not_found")
        return {"file": payloads.file(found, ready=self.ready(found.id))}
