"""What a person sees in Slack, in plain lines: from the calls that the server took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evaluation.transcripts.slack_blocks import drawn
from tests.servers.slack import Call, Json

_MOST_SIGHTS = 4
_STOP_BUTTON = "(a stop button appears)"
_NO_BUTTON = "(the stop button goes)"


def screen(calls: Iterable[Call], *, channel: str, person: str) -> str:
    """What one person sees of a conversation and of the app around it.

    Args:
        calls: those since the last look.
        channel: what is open; messages elsewhere are left out.
        person: user id of who looks.
    """
    shown: list[str] = []
    around: list[str] = []
    streamed: dict[str, list[str]] = {}
    for call in calls:
        if not call.taken:
            continue
        # Whether later statuses are seen depends on how busy the machine is.
        around += [
            line
            for line in _around(call)
            if not (_is_status(line) and any(map(_is_status, around)))
        ]
        shown += _of(call, channel=channel, person=person, streamed=streamed)
    # What is shown around the messages is sent beside them, in no fixed order.
    before = [_STOP_BUTTON] if _STOP_BUTTON in around else []
    before += sorted(line for line in dict.fromkeys(around) if line not in {*before, _NO_BUTTON})
    after = [_NO_BUTTON] if _NO_BUTTON in around else []
    lines = [" ".join(before), *shown, *after]
    return "\n\n".join(part for part in lines if part)


def _is_status(line: str) -> bool:
    return line.startswith("(CareerGini ")


def _around(call: Call) -> list[str]:
    args = call.args
    match call.method:
        case "assistant.threads.setStatus" if args.get("status"):
            loading = " · ".join(args.get("loading_messages") or ())
            return [f"(CareerGini {args['status']} {loading})"]
        case "assistant.threads.setTitle":
            return [f"(the thread is called “{args['title']}”)"]
        case "agents.sessions.setStatus":
            return [_STOP_BUTTON if args.get("status") == "processing" else _NO_BUTTON]
    return []


def _of(call: Call, *, channel: str, person: str, streamed: dict[str, list[str]]) -> list[str]:
    args = call.args
    is_here = call.channel == channel
    match call.method:
        case "chat.postMessage" if is_here:
            return [message_lines(args)]
        case "chat.postEphemeral" if is_here and args.get("user") == person:
            return [f"(only you can see this)\n{message_lines(args)}"]
        case "chat.update" if is_here:
            seen = _written(streamed.pop(str(args.get("ts")), []))
            return [*seen, f"(now reads)\n{message_lines(args)}"]
        case "chat.delete" if is_here:
            return ["(a message of the app disappears)"]
        case "chat.startStream" if is_here:
            streamed[str(call.answer.get("ts"))] = [_streamed(args)]
        case "chat.appendStream" if is_here:
            streamed.setdefault(str(args.get("ts")), []).append(_streamed(args))
        case "chat.stopStream" if is_here:
            seen = _written(streamed.pop(str(args.get("ts")), []))
            ending = message_lines(args) if args.get("blocks") or args.get("markdown_text") else ""
            return [*seen, ending]
        case "files.completeUploadExternal":
            names = ", ".join(str(one.get("title")) for one in args.get("files", ()))
            return [f"[file: {names}]"]
        case "assistant.threads.setSuggestedPrompts":
            prompts = "  ".join(f"[{one['title']}]" for one in args["prompts"])
            return [f"{args.get('title', '')}\n{prompts}".strip()]
        case "views.publish":
            return [f"(Home tab)\n{drawn(args['view']['blocks'])}"]
        case "views.open" | "views.push" | "views.update":
            return [view_lines(args["view"])]
    return []


def _streamed(args: Json) -> str:
    chunks = args.get("chunks") or ()
    return str(args.get("markdown_text") or "") + "".join(
        str(chunk.get("text", "")) for chunk in chunks
    )


def _written(pieces: Sequence[str]) -> list[str]:
    """A growing message at a few moments."""
    sights = ["".join(pieces[: n + 1]) for n in range(len(pieces))]
    if len(sights) > _MOST_SIGHTS:
        sights = [*sights[: _MOST_SIGHTS - 1], sights[-1]]
    return [f"(being written) {_shortened(words)}" for words in sights]


def _shortened(words: str, *, most: int = 160) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"…{line[-most:]}"


def message_lines(message: Json) -> str:
    """A message: its blocks, or its words where it has none."""
    if message.get("blocks"):
        return drawn(message["blocks"])
    return str(message.get("text") or message.get("markdown_text") or "")


def view_lines(view: Json) -> str:
    """A dialog."""
    submit = f"  [{view['submit']['text']}]" if view.get("submit") else ""
    close = f"[{view['close']['text']}]" if view.get("close") else ""
    blocks = drawn(view["blocks"])
    return f"(dialog) == {view['title']['text']}\n{blocks}\n{close}{submit}"
