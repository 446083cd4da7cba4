"""A question shows all of its words, however long a language makes them."""

from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock
from widgets.theme.desk import desk_look


def test_a_dialog_is_as_high_as_its_words_need() -> None:
    words = "Kein Arbeitsplatz sendet mehr, bis jemand den Versand fortsetzt. Alle sehen den Grund. " * 2
    dialog = DeskDialog(desk_look("dark"), "Versand anhalten?", words)
    dialog.answer_with("Weiter senden", "Versand anhalten")
    dialog.show()
    dialog.adjustSize()
    block = dialog.findChild(TextBlock)
    assert isinstance(block, TextBlock)
    assert block.height() >= block.heightForWidth(block.width())
    assert dialog.width() == dialog.minimumWidth()
    dialog.close()
