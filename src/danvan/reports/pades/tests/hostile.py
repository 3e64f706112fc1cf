"""Changes to a file to be signed that leave its package alone: what a reader then sees is another paper."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


def rewritten(content, change):
    """The file written anew after `change(document)`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def appended(content, drawn):
    """Our bytes as they were, and after them an update that draws something over the first page."""
    out = IncrementalPdfFileWriter(io.BytesIO(content))
    page = out.root["/Pages"]["/Kids"].raw_get(0).get_object()
    stream = out.add_object(generic.StreamObject(stream_data=drawn))
    own = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([own, stream])
    out.mark_update(out.root["/Pages"]["/Kids"].raw_get(0))
    written = io.BytesIO()
    out.write(written)
    return written.getvalue()


def white_box(document):
    """A white rectangle over what is printed: the words below stay to be read by a program."""
    page = document.pages[0]
    page.contents_add(b"q 1 1 1 rg 60 300 480 400 re f Q")


def small_line(document):
    """A stroke through one figure's place."""
    document.pages[0].contents_add(b"q 0 0 0 RG 1 w 300 400 m 306 400 l S Q")


def turned(document):
    document.pages[0].Rotate = 90


def page_more(document):
    document.pages.append(document.pages[0])


def page_less(document):
    del document.pages[0]


def annotation(subtype, **more):
    """A mark of a kind on the first page."""

    def change(document):
        mark = Dictionary(
            Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([60, 300, 500, 700]), F=4, **more
        )
        document.pages[0].Annots = Array([document.make_indirect(mark)])

    return change


def program(document):
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.OpenAction = document.make_indirect(script)


def named_program(document):
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), script]))


def layers(document):
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String("lớp")))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([layer])))


def form_of_xml(document):
    document.Root.AcroForm.XFA = document.make_stream(b"<xdp/>")


def field_of_text(document):
    one = Dictionary(FT=Name.Tx, T=String("So"), V=String("38"))
    document.Root.AcroForm.Fields.append(document.make_indirect(one))


def action_of_page(document):
    document.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))


def moved(*rect):
    """The signer's place laid elsewhere on its page."""

    def change(document):
        document.Root.AcroForm.Fields[0].Rect = Array(list(rect))

    return change


def on_another_page(document):
    """A signature's picture on another page, at the very height of its place."""
    field = document.Root.AcroForm.Fields[0]
    own = next(page for page in document.pages if "/Annots" in page.obj)
    other = next(page for page in document.pages if page.objgen != own.objgen)
    own.Annots = Array([one for one in own.Annots if one.objgen != field.objgen])
    other.Annots = Array([field])
    field.P = other.obj


def action_of_signature(document):
    document.Root.AcroForm.Fields[0].AA = Dictionary(E=Dictionary(S=Name.JavaScript, JS=String("1")))
