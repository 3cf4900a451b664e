"""What a message or view may hold; the few checks Slack's server makes on each call."""

from __future__ import annotations

from typing import Any

from tests.servers.slack.records import Json, Limits, Refused

_TEXTS = {"header": 150, "section": 3000}
_ELEMENTS = {"actions": 25, "context": 10, "context_actions": 5}
_METADATA_CHARACTERS = 16_000


def check_blocks(blocks: Any, *, most: int) -> list[Json]:
    """The blocks, or ``invalid_blocks`` with Slack's kind of explanation."""
    if not isinstance(blocks, list) or not all(
        isinstance(block, dict) and isinstance(block.get("type"), str) for block in blocks
    ):
        raise _invalid("must be an array of objects with a type", "/blocks")
    if len(blocks) > most:
        raise _invalid(f"no more than {most} items allowed [json-pointer:/blocks]", "/blocks")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        raise _invalid("block_id already exists", "/blocks")
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        text = block.get("text")
        longest = _TEXTS.get(block["type"])
        if longest and isinstance(text, dict):
            size = len(str(text.get("text", "")))
            if not 0 < size <= longest:
                raise _invalid(f"must be 1 to {longest} characters, is {size}", f"{where}/text")
        elements = block.get("elements")
        if block["type"] in _ELEMENTS and (
            not isinstance(elements, list) or not 0 < len(elements) <= _ELEMENTS[block["type"]]
        ):
            raise _invalid(f"1 to {_ELEMENTS[block['type']]} items", f"{where}/elements")
    if sum(len(str(one.get("text", ""))) for one in blocks if one["type"] == "markdown") > 12_000:
        raise Refused("msg_blocks_too_long")
    if sum(one["type"] == "table" for one in blocks) > 1:
        raise Refused("invalid_attachments", errors=["only_one_table_allowed"])
    return blocks


def _invalid(text: str, pointer: str) -> Refused:
    return Refused(
        "invalid_blocks",
        errors=[f"{text} [json-pointer:{pointer}]"],
        response_metadata={"messages": [f"[ERROR] {text} [json-pointer:{pointer}]"]},
    )


def check_metadata(metadata: Any) -> Json:
    """Message metadata: a type and a payload."""
    if not isinstance(metadata, dict) or set(metadata) - {
        "event_type",
        "event_payload",
        "entities",
    }:
        raise Refused("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(
        metadata.get("event_payload"), dict
    ):
        raise Refused("invalid_metadata_schema")
    if len(str(metadata)) > _METADATA_CHARACTERS:
        raise Refused("metadata_too_large")
    return metadata


def check_texts(args: Json, *, limits: Limits, longest_text: int) -> None:
    """The text fields are there, of the right kind, and short enough."""
    texts = [args.get("text"), args.get("markdown_text")]
    if any(text is not None and not isinstance(text, str) for text in texts):
        raise Refused("invalid_arguments")
    if args.get("markdown_text") and (args.get("text") or args.get("blocks")):
        raise Refused("markdown_text_conflict")
    if len(args.get("text") or "") > longest_text:
        raise Refused("msg_too_long")
    if len(args.get("markdown_text") or "") > limits.markdown_characters:
        raise Refused("msg_too_long")
    if not any(args.get(key) for key in ("text", "markdown_text", "blocks", "attachments")):
        raise Refused("no_text")


def fill(body: Json, args: Json, *, limits: Limits) -> None:
    """Put text, blocks, attachments and metadata into a message; what is not given stays."""
    if args.get("markdown_text"):
        body["text"] = args["markdown_text"]
        body["blocks"] = [{"type": "markdown", "text": args["markdown_text"]}]
    elif args.get("text") is not None:
        body["text"] = args["text"]
    if args.get("blocks") is not None:
        body["blocks"] = check_blocks(args["blocks"], most=limits.blocks)
    if args.get("attachments") is not None:
        if not isinstance(args["attachments"], list):
            raise Refused("invalid_attachments")
        body["attachments"] = args["attachments"]
    if args.get("metadata") is not None:
        body["metadata"] = check_metadata(args["metadata"])
    for key in ("blocks", "attachments"):
        if body.get(key) == []:
            del body[key]


def check_view(view: Any) -> Json:
    """A modal or home view."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] bad view"]})
    messages = []
    if view["type"] == "modal":
        for key in ("title", "submit", "close"):
            text = view.get(key)
            if text is None and key != "title":
                continue
            if not isinstance(text, dict) or not 0 < len(str(text.get("text", ""))) <= 24:
                messages.append(f"[ERROR] must be 1 to 24 characters [json-pointer:/view/{key}]")
        if any(b.get("type") == "input" for b in view.get("blocks", [])) and "submit" not in view:
            messages.append("[ERROR] missing required field: submit [json-pointer:/view]")
    if len(view.get("private_metadata") or "") > 3000:
        messages.append("[ERROR] too long [json-pointer:/view/private_metadata]")
    if messages:
        raise Refused("invalid_arguments", response_metadata={"messages": messages})
    check_blocks(view.get("blocks"), most=100)
    return view
