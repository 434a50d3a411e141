"""`views.*` (https://docs.slack.dev/reference/methods/views.open)."""

from tests.fakes.slack import payloads
from tests.fakes.slack.calls import Call, method
from tests.fakes.slack.interactions import Interactions
from tests.fakes.slack.records import Json, View
from tests.fakes.slack.refusals import RefusalError, wrong
from tests.fakes.slack.views import Views
from tests.fakes.slack.world import World


class ViewMethods:
    """Answer for views."""

    def __init__(self, world: World, views: Views, interactions: Interactions) -> None:
        self._world = world
        self._views = views
        self._interactions = interactions
        self.methods = (
            method("views.open", self._open, "trigger_id view"),
            method("views.push", self._push, "trigger_id view"),
            method("views.update", self._update, "view_id view hash"),
            method("views.publish", self._publish, "user_id view hash"),
        )

    def _open(self, call: Call) -> Json:
        body = _body(call)
        return self._shown(self._views.open(body, self._interactions.spend(call.required("trigger_id"))))

    def _push(self, call: Call) -> Json:
        body = _body(call)
        return self._shown(self._views.push(body, self._interactions.spend(call.required("trigger_id"))))

    def _update(self, call: Call) -> Json:
        known = call.text("hash") or None
        return self._shown(self._views.update(call.required("view_id"), _body(call), known))

    def _publish(self, call: Call) -> Json:
        member = self._world.members.get(call.required("user_id"))
        if member is None:
            raise RefusalError(error="user_not_found")
        return self._shown(self._views.publish(member.id, _body(call), call.text("hash") or None))

    def _shown(self, view: View) -> Json:
        return {"view": payloads.view(view, self._world)}


def _body(call: Call) -> Json:
    body = call.object("view")
    if body is None:
        raise wrong("invalid_arguments", "missing required field: view")
    return body
