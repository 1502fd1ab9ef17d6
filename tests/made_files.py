"""Files in HTML, PDF and DOCX as people make them, made here by the usual libraries."""

import io
import zipfile
from collections.abc import Sequence

import docx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

SENTENCES = " ".join(f"Berth number {number} belongs to the harbour master and his crew." for number in range(8))

HTML = """<!DOCTYPE html><html><head><title>Rules - Harbour Club</title>
<meta property="og:site_name" content="Harbour Club"><meta name="author" content="Ann Zork">
<meta property="article:published_time" content="2024-05-31"><link rel="canonical" href="https://harbour.example/rules">
</head><body><nav><a href="/">Home</a><a href="/about">About us</a></nav><article><h1>Rules of the harbour</h1>
<p>The harbour opens at <b>six</b> in the morning.<br>Boats leave before noon &amp; return.</p>
<h2>Fees</h2><p>Members pay these fees:</p><ul><li>Small boats, ten euros</li>
<li>Large boats, <a href="q">twenty</a> euros</li></ul>
<table><tr><th>Who</th><th>Pays</th></tr><tr><td>Members</td><td>10</td></tr><tr><td>Guests</td><td>20</td></tr></table>
<ol><li>Ask the harbour master</li><li>Pay<ul><li>In cash</li></ul></li></ol><script>alert("no")</script>
</article><footer>Copyright Harbour Club</footer></body></html>"""


def pdf(pages: Sequence[Sequence[str]], *, title: str = "") -> bytes:
    """Make a PDF of pages of paragraphs; `# ` makes a heading. Each page has a header and a footer."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = []
    for page in pages:
        for text in page:
            style = styles["Heading1"] if text.startswith("# ") else styles["BodyText"]
            story.append(Paragraph(text.removeprefix("# "), style))
        story.append(PageBreak())

    def edges(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 812, "Harbour Club Handbook")
        canvas.drawString(280, 30, f"Page {template.page}")

    written = io.BytesIO()
    SimpleDocTemplate(written, pagesize=(595, 842), title=title).build(story, onFirstPage=edges, onLaterPages=edges)
    return written.getvalue()


def pdf_of_lines(lines: Sequence[str]) -> bytes:
    """Make a PDF of one page whose lines end where they end here."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842))
    text = canvas.beginText(72, 600)
    text.setFont("Helvetica", 11)
    text.textLines("\n".join(lines))
    canvas.drawText(text)
    canvas.save()
    return written.getvalue()


def scanned_pdf() -> bytes:
    """Make a PDF whose page is a drawing without a letter."""
    written = io.BytesIO()
    canvas = Canvas(written)
    canvas.rect(10, 10, 500, 700, fill=1)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def word() -> bytes:
    """Make a document in DOCX."""
    made = docx.Document()
    made.add_heading("Rules of the harbour", 0)
    made.add_paragraph("The harbour opens at six.")
    made.add_heading("Fees", 1)
    made.add_paragraph("Members pay these fees:")
    made.add_paragraph("Small boats, ten euros", style="List Bullet")
    made.add_paragraph("Large boats, twenty euros", style="List Bullet")
    table = made.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, [("Who", "Pays"), ("Members", "10"), ("Guests", "20")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.add_paragraph("Nobody else pays.")
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """Pack parts into an archive, as DOCX is one."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return written.getvalue()


def word_with(body: bytes) -> bytes:
    """Make a document in DOCX whose main part holds these bytes."""
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed(parts | {"word/document.xml": body})
