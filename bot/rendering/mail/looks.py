"""How a mail looks: the styles written into its elements, and those kept in its head.

`body_css` is inlined, because many mail programs read nothing else. `head_styles` are kept, as
separate elements, because Gmail drops a whole element for one rule that it does not understand.
One accent colour (a deep teal); meaning is never in colour alone.
"""

from __future__ import annotations

from typing import Final

ACCENT: Final = "#0b6e63"
FONTS: Final = (
    "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
)
MONO: Final = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"

# START and END become left and right, or the other way round.
_BODY_CSS: Final = """
.p{margin:0 0 18px;font-size:16px;line-height:25px;color:#1d2629}
.h{margin:30px 0 12px;font-size:18px;line-height:25px;font-weight:700;color:#1d2629}
.ul{margin:0 0 18px;padding:0;width:100%}
.li{text-align:START;padding:0 0 7px;font-size:16px;line-height:25px;color:#1d2629;\
vertical-align:top;word-break:break-word}
.dot{padding:0 0 7px;width:26px;font-size:16px;line-height:25px;color:#5a666b;vertical-align:top}
.a{color:#0b6e63;text-decoration:underline}
.w{color:#5a666b}
.c{font-family:MONO;font-size:14px;background-color:#eef1f0;padding:1px 5px;border-radius:4px}
.q{font-style:italic;color:#46535a}
.big{margin:0 0 20px;width:100%}
.bigc{padding:18px 12px;font-family:MONO;font-size:30px;line-height:38px;font-weight:700;\
letter-spacing:6px;text-align:center;color:#1d2629;background-color:#eef1f0;border-radius:10px;\
word-break:break-word}
.card{margin:0 0 16px;width:100%;border:1px solid #dfe4e2;border-radius:12px;\
border-collapse:separate;background-color:#ffffff}
.cin{text-align:START;padding:20px 22px 12px;word-break:break-word}
.t{margin:0 0 3px;font-size:18px;line-height:25px;font-weight:700;color:#1d2629}
.s{margin:0 0 14px;font-size:14px;line-height:21px;color:#5a666b}
.fs{margin:0 0 10px;width:100%}
.k{padding:3px 0 5px;padding-END:8px;width:92px;font-size:14px;line-height:22px;\
font-weight:400;text-align:START;vertical-align:top;color:#5a666b;word-break:break-word}
.v{text-align:START;padding:3px 0 5px;font-size:15px;line-height:22px;color:#1d2629;\
vertical-align:top;word-break:break-word}
.mf{color:#0b6e63;font-weight:700}
.ma{color:#8f3d16;font-weight:700}
.mu{color:#5a666b;font-weight:700}
.bs{margin:0 0 6px;font-size:0;line-height:0}
.wide{margin:0 0 14px}
.b{display:inline-block;margin-bottom:8px;vertical-align:top;border-collapse:separate}
.bt{border:1px solid #c3cfcb;border-radius:8px;background-color:#ffffff;mso-padding-alt:10px 15px}
.bp{border:1px solid #0b6e63;border-radius:8px;background-color:#0b6e63;mso-padding-alt:10px 15px}
.bd{border:1px solid #d9b3a3;border-radius:8px;background-color:#ffffff;mso-padding-alt:10px 15px}
.gap{width:6px;font-size:0;line-height:0}
.l{display:inline-block;padding:10px 15px;font-size:15px;line-height:22px;font-weight:600;\
text-decoration:none;color:#0b6e63}
.sm .l{padding:7px 9px;font-size:14px;line-height:20px}
.lp{color:#ffffff}
.ld{color:#a32c12}
.n{font-weight:400}
.hint{margin:8px 0 0;font-size:13px;line-height:20px;color:#5a666b}
.note{margin:0 0 18px;width:100%}
.ni{text-align:START;padding:11px 16px;font-size:14px;line-height:21px;color:#46535a;\
background-color:#f1f4f3;border-START:3px solid #a9b8b3;word-break:break-word}
.nd{border-START:3px solid #0b6e63}
.nw{border-START:3px solid #c9782b}
.tw{margin:0 0 20px;width:100%;overflow-x:auto}
.tb{width:100%;border-collapse:collapse}
.th{padding:8px 0;padding-END:12px;font-size:13px;line-height:20px;font-weight:600;\
text-align:START;color:#5a666b;border-bottom:2px solid #dfe4e2;vertical-align:bottom}
.td{text-align:START;padding:9px 0;padding-END:12px;font-size:15px;line-height:22px;color:#1d2629;\
border-bottom:1px solid #e9edeb;vertical-align:top;word-break:break-word}
.ct{margin:0 0 8px;font-size:15px;line-height:22px;font-weight:700;color:#1d2629}
.ch{margin:0 0 8px;width:100%}
.cl{padding:4px 0;padding-END:10px;width:30%;font-size:14px;line-height:20px;font-weight:400;\
text-align:START;color:#1d2629;word-break:break-word}
.cb{padding:4px 0;width:45%}
.bar{border-collapse:separate}
.br{height:12px;font-size:0;line-height:0;background-color:#0b6e63;border-radius:3px}
.bn{background-color:#8f3d16}
.cv{padding:4px 0;padding-START:10px;font-size:14px;line-height:20px;\
text-align:END;color:#46535a;word-break:break-word}
.nb{white-space:nowrap}
.alt{margin:0 0 20px;font-size:14px;line-height:21px;color:#5a666b}
.rule{margin:10px 0 18px;height:1px;font-size:0;line-height:0;background-color:#e3e8e6}
.title{margin:0 0 14px;font-size:25px;line-height:33px;font-weight:700;color:#1d2629}
.ft{margin:0 0 6px;font-size:13px;line-height:20px;color:#5f6b70;text-align:START}
.fl{color:#46535a;text-decoration:underline}
"""

_NARROW: Final = """
@media only screen and (max-width:620px){
.pad{padding:26px 18px 14px!important}
.outer{padding:0!important}
.sheet{border-radius:0!important;border:0!important}
.cin{text-align:START;padding:17px 16px 9px!important}
.k{width:86px!important}
.title{font-size:23px!important;line-height:30px!important}
.foot{padding:18px 18px 34px!important}
.cin .bs{margin-END:-6px!important}
.cin .b{display:inline-table!important;width:50%!important}
.cin .bo{width:100%!important}
.cin .l{display:block!important;text-align:center!important;padding:10px 4px!important;\
font-size:15px!important;line-height:22px!important}
.wide .b{display:table!important;width:100%!important}
.wide .l{display:block!important;text-align:center!important;padding:10px 8px!important}
.wide .gap{display:none!important}
}
"""

_DARK_RULES: Final = (
    (".page", "background-color:#101415!important"),
    (".sheet,.card", "background-color:#191f21!important;border-color:#2f383b!important"),
    (".card", "background-color:#1e2527!important"),
    (".brand", "color:#62cdbc!important"),
    (".p,.h,.t,.v,.li,.td,.cl,.ct,.title,.bigc", "color:#e7ecec!important"),
    (".s,.k,.w,.dot,.th,.cv,.alt,.hint,.mu,.ft", "color:#a2afb3!important"),
    (".q,.fl", "color:#c2cccf!important"),
    (".a,.mf,.l", "color:#62cdbc!important"),
    (".ma", "color:#eba27c!important"),
    (".c,.bigc", "background-color:#2a3336!important"),
    (".bt", "background-color:#1e2527!important;border-color:#43514f!important"),
    (".bp", "background-color:#62cdbc!important;border-color:#62cdbc!important"),
    (".lp", "color:#08211d!important"),
    (".bd", "background-color:#1e2527!important;border-color:#6d4335!important"),
    (".ld", "color:#f2a08a!important"),
    (".ni", "color:#c2cccf!important;background-color:#232b2d!important"),
    (".th,.td", "border-bottom-color:#2f383b!important"),
    (".br", "background-color:#62cdbc!important"),
    (".bn", "background-color:#eba27c!important"),
    (".nd", "border-color:#62cdbc!important"),
    (".nw", "border-color:#eba27c!important"),
    (".rule", "background-color:#2f383b!important"),
)


def body_css(*, direction: str) -> str:
    """The styles to inline, for text that runs from ``ltr`` or ``rtl``."""
    return _sided(_BODY_CSS, direction=direction).replace("MONO", MONO)


def head_styles(*, direction: str) -> str:
    """The style elements kept in the head."""
    dark = "".join(f"{names}{{{rule}}}" for names, rule in _DARK_RULES)
    return (
        "<style>:root{color-scheme:light dark;supported-color-schemes:light dark}"
        "body{margin:0;padding:0}</style>"
        f"<style>{_flat(_sided(_NARROW, direction=direction))}</style>"
        f"<style>@media (prefers-color-scheme:dark){{{dark}}}</style>"
        f"<style>{_outlook_dark()}</style>"
    )


def _outlook_dark() -> str:
    """Outlook rewrites colours itself and marks what it touched; these put ours back."""
    rules = []
    for names, declarations in _DARK_RULES:
        for declaration in declarations.split(";"):
            hook = "[data-ogsb]" if declaration.startswith("background") else "[data-ogsc]"
            chosen = ",".join(f"{hook} {name}" for name in names.split(","))
            rules.append(f"{chosen}{{{declaration}}}")
    return "".join(rules)


def _sided(css: str, *, direction: str) -> str:
    start, end = ("right", "left") if direction == "rtl" else ("left", "right")
    return css.replace("START", start).replace("END", end)


def _flat(css: str) -> str:
    return css.replace("\n", "")
