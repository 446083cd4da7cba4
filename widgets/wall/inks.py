"""Which of the wall's colours a chart uses for what. Known by the panels with charts; knows theme and kit.plot."""

from widgets.kit.plot import Inks
from widgets.theme.wall import WallTheme


def chart_inks(theme: WallTheme) -> Inks:
    """The colours of a chart on a panel."""
    return Inks(
        line=theme.accent,
        surface=theme.surface,
        hairline=theme.hairline,
        axis=theme.axis,
        band=theme.band,
        excess=theme.excess,
        label=theme.text3,
        context=theme.text2,
        event=theme.text1,
    )
