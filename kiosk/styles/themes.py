"""The three themes: light, dark, and high contrast."""

from __future__ import annotations

from textual.theme import Theme

LIGHT = Theme(
    name="kiosk-light",
    primary="#1f5fa8",
    secondary="#3c7d4c",
    accent="#b3541e",
    warning="#8a5a00",
    error="#b3261e",
    success="#256f3a",
    foreground="#1c2430",
    background="#f4f1ea",
    surface="#ffffff",
    panel="#e6e1d5",
    dark=False,
    variables={
        "border": "#1f5fa8",
        "footer-background": "#e6e1d5",
        "footer-key-foreground": "#1f5fa8",
    },
)

DARK = Theme(
    name="kiosk-dark",
    primary="#8fbdf0",
    secondary="#8fd0a0",
    accent="#f0b27a",
    warning="#f2cd6b",
    error="#ff8f87",
    success="#7fd494",
    foreground="#eef1f5",
    background="#12171f",
    surface="#1b222d",
    panel="#2a3341",
    dark=True,
    variables={"footer-key-foreground": "#8fbdf0"},
)

CONTRAST = Theme(
    name="kiosk-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffd700",
    error="#ff9d9d",
    success="#7dff7d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    dark=True,
    variables={
        "border": "#ffffff",
        "text-muted": "#ffffff",
        "foreground-muted": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-background": "#ffff00",
        "footer-key-foreground": "#ffff00",
        "footer-description-foreground": "#ffffff",
    },
)

THEMES = (LIGHT, DARK, CONTRAST)
WORDS = {LIGHT.name: "Light", DARK.name: "Dark", CONTRAST.name: "High contrast"}
