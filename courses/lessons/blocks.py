"""The blocks that authors build lessons from. `freeze` writes each down as plain data, `render` draws that data."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]


class FigureBlock(blocks.StructBlock):
    """A picture with the words that stand for it and, if need be, a caption."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        max_length=300,
        required=False,
        label=_("In words"),
        help_text=_("What the picture shows; empty if it only decorates."),
    )
    caption = blocks.CharBlock(max_length=300, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")


class LessonBlocks(blocks.StreamBlock):
    """Everything that a lesson may hold."""

    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))
    figure = FigureBlock()
    quiz = SnippetChooserBlock("courses.Quiz", icon="form", label=_("Quiz"))
