"""A folder of lists as small as they can be: one province, two districts, four communes, one merger, one reform."""

from pathlib import Path

FILES = {
    "2023.csv": """\
code,name,kind,parent
91,Tỉnh Minh Họa,tinh,
911,Huyện Đông,huyen,91
912,Huyện Đảo,huyen,91
91001,Xã An,xa,911
91002,Xã Bình,xa,911
91003,Xã Cát,xa,911
91004,Thị trấn Cát,thi_tran,911
""",
    "2025-01.csv": """\
code,name,kind,parent
91,Tỉnh Minh Họa,tinh,
911,Huyện Đông,huyen,91
912,Huyện Đảo,huyen,91
91001,Xã An Bình,xa,911
91003,Thị trấn Cát,thi_tran,911
""",
    "2025-07.csv": """\
code,name,kind,parent
91,Tỉnh Minh Họa,tinh,
91001,Xã Đông,xa,91
91003,Phường Cát,phuong,91
91009,Đặc khu Đảo,dac_khu,91
""",
    "successions-2025-01.csv": """\
old,new,part
91001,91001,whole
91002,91001,whole
91003,91003,whole
91004,91003,whole
""",
    "successions-2025-07.csv": """\
old,new,part
91,91,whole
912,91009,whole
91001,91001,part
91001,91003,part
91003,91003,whole
""",
    "reforms.csv": """\
list,province,on,document,note
2025-01.csv,91,2024-12-01,Nghị quyết minh họa,
""",
    "agencies.csv": """\
slug,code,name,kind,parent,from,to,note
van-phong-minh-hoa,MH.VP,Văn phòng,van_phong,minh-hoa,2021-01-01,,
so-cu-minh-hoa,MH.SC,Sở Cũ,so,minh-hoa,2021-01-01,2025-02-28,
so-moi-minh-hoa,MH.SM,Sở Mới,so,minh-hoa,2021-01-01,2025-02-28,
so-moi-minh-hoa,MH.SM,Sở Rất Mới,so,minh-hoa,2025-03-01,,chưa kiểm tra
""",
    "agencies-successions.csv": """\
old,new,on,document
so-cu-minh-hoa,so-moi-minh-hoa,2025-03-01,Nghị quyết minh họa
""",
}


def write_lists(folder: Path, **changed: str) -> Path:
    """The lists in a folder, some with another text; in a keyword `_` stands for `-` and `.csv` is left out."""
    folder.mkdir(exist_ok=True)
    texts = FILES | {
        f"{name.removeprefix('list_').replace('_', '-')}.csv": text for name, text in changed.items()
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def with_line(name: str, old: str, new: str) -> str:
    """The text of a list with one piece replaced, which must be there."""
    assert old in FILES[name]
    return FILES[name].replace(old, new)
