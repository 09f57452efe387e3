"""Dark theme and a phone's width, laid over the Playground's page, which knows neither."""

# Cards are 446 pixels wide in any window; on a phone they have about 300.
NARROW = ".ac-preview-panel, .ac-adaptiveCard {{ width: {}px !important }}"

STICKING_OUT = """() => [...document.querySelectorAll('.ac-adaptiveCard')].flatMap(card => {
    const edge = card.getBoundingClientRect().right + 1;
    return [...card.querySelectorAll('p, span, button, input, textarea, td, svg, img')]
        .filter(part => part.getBoundingClientRect().right > edge)
        .map(part => part.innerText || part.tagName);
})"""

# What stands in a card's own style attributes, light and dark. The dark values are near Teams'.
BACKGROUNDS = {
    "rgb(255, 255, 255)": "#292929",  # a card
    "rgb(249, 248, 247)": "#3b3a39",  # emphasis
    "rgb(255, 197, 178)": "#5f2a2e",  # attention
    "rgb(204, 255, 204)": "#1f3d1f",  # good
    "rgb(255, 226, 178)": "#574117",  # warning
    "rgb(199, 222, 249)": "#2b3a55",  # accent
}
TEXTS = {
    "rgb(37, 36, 36)": "#ffffff",
    "rgba(37, 36, 36, 0.75)": "#c8c6c4",  # subtle
    "rgb(196, 49, 75)": "#f9526b",  # attention
    "rgb(98, 100, 167)": "#a6a7dc",  # accent
}
# What buttons, inputs and the page itself are drawn with.
TOKENS = {
    "Foreground1": "#ffffff",
    "Foreground2": "#d6d6d6",
    "Foreground3": "#adadad",
    "Background1": "#292929",
    "Background2": "#1f1f1f",
    "Background3": "#141414",
    "Stroke1": "#666666",
    "StrokeAccessible": "#adadad",
}


def _rule(selector: str, declarations: str) -> str:
    return f"{selector} {{ {declarations} }}\n"


DARK = (
    _rule(
        ".fui-FluentProvider",
        "; ".join(f"--colorNeutral{name}: {value} !important" for name, value in TOKENS.items()),
    )
    + "".join(
        _rule(
            f".ac-preview-panel [style*='background-color: {light}']",
            f"background-color: {dark} !important",
        )
        for light, dark in BACKGROUNDS.items()
    )
    + "".join(
        _rule(f".ac-preview-panel [style*=' color: {light}']", f"color: {dark} !important")
        for light, dark in TEXTS.items()
    )
)
