"""What a column of an old register can mean, and what its heading suggests."""

import re
from dataclasses import dataclass

from danvan.domains.petitions.models import Handling, Kind, Result
from danvan.ui.vietnamese import fold

NOTHING = ""
PERSONAL = ("full_name", "name_address", "address", "phone", "content")


@dataclass(frozen=True, slots=True)
class Target:
    """A meaning: its key, its name for people, and the folded words of headings that suggest it."""

    key: str
    label: str
    words: tuple[str, ...] = ()


# A key with ":" is a column of crosses: whatever stands in it gives that value.
TARGETS = (
    Target(
        "incoming_number", "Số thứ tự, số đến", ("stt", "so tt", "so den", "so thu tu", "so don", "so vao so")
    ),
    Target(
        "received_on",
        "Ngày nhận đơn",
        ("ngay nhan", "ngay den", "ngay tiep nhan", "ngay thang", "ngay vao so"),
    ),
    Target("written_on", "Ngày ghi trên đơn", ("ngay viet don", "ngay ghi tren don", "ngay don")),
    Target(
        "name_address",
        "Họ tên và địa chỉ trong một ô",
        ("ho ten dia chi", "ten dia chi", "ho va ten dia chi"),
    ),
    Target("full_name", "Họ và tên", ("ho ten", "ho va ten", "nguoi gui", "nguoi viet don", "ten nguoi")),
    Target("address", "Địa chỉ", ("dia chi", "noi o", "thon ban")),
    Target("phone", "Điện thoại", ("dien thoai", "so dt", "sdt")),
    Target("content", "Nội dung, trích yếu", ("noi dung", "trich yeu", "tom tat")),
    Target("kind", "Loại đơn", ("loai don", "phan loai", "loai")),
    *(
        Target(f"kind:{kind.value}", f"Đánh dấu: {kind.label.lower()}", words)
        for kind, words in (
            (Kind.COMPLAINT, ("khieu nai", "kn")),
            (Kind.DENUNCIATION, ("to cao", "tc")),
            (Kind.PROPOSAL, ("kien nghi phan anh", "kien nghi", "phan anh", "knpa", "pakn")),
        )
    ),
    Target("field", "Lĩnh vực", ("linh vuc",)),
    Target("signatories", "Số người đứng tên", ("so nguoi", "nguoi ky", "so nguoi ky")),
    Target("is_repeated", "Đơn gửi nhiều lần", ("lan gui", "gui lan", "don lap", "trung")),
    Target("channel", "Nguồn đơn", ("nguon", "nguon don", "hinh thuc nhan")),
    Target("handling", "Hướng xử lý", ("huong xu ly", "xu ly", "de xuat", "ket qua xu ly")),
    *(
        Target(f"handling:{handling.value}", f"Đánh dấu: {handling.label.lower()}", words)
        for handling, words in (
            (Handling.ACCEPTED, ("thu ly", "thuoc tham quyen")),
            (Handling.GUIDED, ("huong dan", "tra don va huong dan", "tra don")),
            (Handling.FORWARDED, ("chuyen don", "chuyen")),
            (Handling.FILED, ("luu don", "luu", "xep luu")),
        )
    ),
    Target("handled_on", "Ngày xử lý", ("ngay xu ly", "ngay thu ly", "ngay chuyen")),
    Target("forwarded_to", "Nơi chuyển đến", ("noi chuyen", "co quan chuyen den", "noi nhan", "chuyen den")),
    Target("result", "Kết quả giải quyết", ("ket qua giai quyet", "ket qua")),
    Target("settled_on", "Ngày giải quyết", ("ngay giai quyet", "ngay ban hanh", "ngay quyet dinh")),
)
BY_KEY = {target.key: target for target in TARGETS}
CROSSES = {target.key for target in TARGETS if ":" in target.key}


def suggested(names: list[str]) -> list[str]:
    """A target for each heading, each used once; nothing where no word fits. A person looks at them before they count."""
    taken: set[str] = set()
    found = []
    for name in names:
        key = _suggest(name, taken)
        taken.add(key)
        found.append(key)
    return found


def _suggest(heading: str, taken: set[str]) -> str:
    """The lowest heading says most: of “Loại đơn › KN” the KN; the group above it only where that says nothing."""
    free = [target for target in TARGETS if target.key not in taken]
    for part in reversed([_bare(part) for part in heading.split("›")]):
        scored = [
            (part == word, len(word), -index, target.key)
            for index, target in enumerate(free)
            for word in target.words
            if part == word or (len(word) > 3 and f" {word} " in f" {part} ")
        ]
        if scored:
            return max(scored)[3]
    return NOTHING


def _bare(heading: str) -> str:
    return " ".join(fold(re.sub(r"[,;:./()–-]", " ", heading)).split())


# Words of cells, folded, and what they say.
KINDS = {
    Kind.COMPLAINT: ("khieu nai", "kn", "don khieu nai"),
    Kind.DENUNCIATION: ("to cao", "tc", "don to cao"),
    Kind.PROPOSAL: (
        "kien nghi phan anh",
        "phan anh kien nghi",
        "kien nghi",
        "phan anh",
        "knpa",
        "pakn",
        "kn pa",
        "kn, pa",
    ),
}
FIELDS = {
    "dat_dai": ("dat dai", "dat", "dat dai nha cua", "nha cua", "gpmb", "boi thuong", "giai phong mat bang"),
    "che_do_chinh_sach": ("che do chinh sach", "chinh sach", "che do", "cs"),
    "cong_chuc_cong_vu": ("cong chuc", "cong vu", "can bo", "cong chuc cong vu"),
    "tham_nhung": ("tham nhung",),
    "tu_phap": ("tu phap",),
    "dang_doan_the": ("dang doan the", "dang"),
    "hanh_chinh_khac": ("hanh chinh", "hanh chinh khac"),
    "khac": ("khac", "linh vuc khac"),
}
CHANNELS = {
    "buu_chinh": ("buu dien", "buu chinh", "qua buu dien"),
    "truc_tiep": ("truc tiep", "nop truc tiep"),
    "tiep_cong_dan": ("tiep cong dan", "tcd", "tiep dan"),
    "hop_thu": ("hop thu", "hom thu"),
    "chuyen_den": ("chuyen den", "noi khac chuyen", "cap tren chuyen"),
    "thu_dien_tu": ("email", "thu dien tu"),
    "cong_truc_tuyen": ("truc tuyen", "cong", "mang"),
}
HANDLINGS = {
    Handling.ACCEPTED: ("thu ly", "da thu ly", "thuoc tham quyen", "thu ly giai quyet"),
    Handling.GUIDED: ("huong dan", "da huong dan", "tra don", "tra don va huong dan", "huong dan tra loi"),
    Handling.FORWARDED: ("chuyen", "chuyen don", "da chuyen"),
    Handling.URGED: ("don doc", "don doc giai quyet"),
    Handling.FILED: ("luu", "luu don", "xep luu", "khong du dieu kien"),
}
RESULTS = {
    Result.RIGHT: ("dung", "khieu nai dung", "kn dung"),
    Result.WRONG: ("sai", "khieu nai sai", "kn sai"),
    Result.PARTLY: ("dung mot phan", "co dung co sai", "dung 1 phan"),
    Result.ANSWERED: ("da tra loi", "tra loi", "da giai quyet", "xong"),
}
NO = ("", "0", "khong", "-")
ONCE = (*NO, "1", "01", "lan 1", "1 lan", "lan dau", "lan dau tien", "lan thu 1", "lan thu nhat", "i", "chua")
