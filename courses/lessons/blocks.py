"""The blocks that authors build lessons from. `freeze` writes each down as plain data, `render` draws that data."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import Document
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


class EndingIn(DocumentChooserBlock):
    """A document of one of the kinds that the block can show."""

    def __init__(self, *, endings: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self.endings = endings

    def clean(self, value: Document | None) -> Document | None:
        document = super().clean(value)
        if document and PurePath(document.filename).suffix.lower() not in self.endings:
            raise ValidationError(
                _("This must be a file of the kind %(endings)s.") % {"endings": ", ".join(self.endings)}
            )
        return document


class CaptionsBlock(blocks.StructBlock):
    """What is said in a video, as text that keeps time with it, in one language."""

    language = blocks.ChoiceBlock(choices=lambda: settings.LANGUAGES, label=_("Language"))
    file = EndingIn(endings=(".vtt",), label=_("Captions"), help_text=_("A WebVTT file."))


class VideoBlock(blocks.StructBlock):
    """A short film with captions and, for those who cannot play it, its content in words."""

    title = blocks.CharBlock(max_length=160, label=_("Title"))
    video = EndingIn(endings=(".mp4", ".webm"), label=_("Video"), help_text=_("An MP4 or WebM file."))
    poster = ImageChooserBlock(required=False, label=_("Still picture"), help_text=_("Shown until it is played."))
    captions = blocks.ListBlock(CaptionsBlock(), default=[], label=_("Captions"), help_text=_("The first are on."))
    transcript = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES, label=_("In words"), help_text=_("What is said and what is to be seen.")
    )

    class Meta:
        icon = "media"
        label = _("Video")


class DownloadBlock(blocks.StructBlock):
    """A file to take along, with its size said before."""

    title = blocks.CharBlock(max_length=160, label=_("Title"))
    document = DocumentChooserBlock(label=_("File"))

    class Meta:
        icon = "download"
        label = _("Download")


class CheckBlock(blocks.StructBlock):
    """A question that readers put to themselves: the answer is there once they ask for it, and nobody grades it."""

    question = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Question"))
    answer = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES, label=_("Answer"), help_text=_("Hidden until the reader asks for it.")
    )

    class Meta:
        icon = "help"
        label = _("Check yourself")


class H5PBlock(blocks.StructBlock):
    """An H5P content, which of a learner's results counts where there are several, and whether the course asks for one."""

    GRADINGS = [
        ("best", _("The best result counts")),
        ("last", _("The last result counts")),
        ("first", _("The first result counts")),
        ("average", _("The average of all results counts")),
    ]

    package = SnippetChooserBlock("courses.Package", label=_("Content"))
    grading = blocks.ChoiceBlock(choices=GRADINGS, default="best", label=_("Played several times"))
    counts = blocks.BooleanBlock(
        default=True,
        required=False,
        label=_("Needed to complete the course"),
        help_text=_("Without the tick it is there for practice, and may come and go in a minor release."),
    )

    class Meta:
        icon = "media"
        label = _("Interactive content (H5P)")


class LessonBlocks(blocks.StreamBlock):
    """Everything that a lesson may hold."""

    text = blocks.RichTextBlock(features=RICH_TEXT_FEATURES, label=_("Text"))
    figure = FigureBlock()
    video = VideoBlock()
    download = DownloadBlock()
    check = CheckBlock()
    h5p = H5PBlock()
    quiz = SnippetChooserBlock("courses.Quiz", icon="form", label=_("Quiz"))
