"""Groups of states of a matter that its moves start from."""

RUNNING = ("dang_giai_quyet", "xac_minh", "da_bao_cao", "doi_thoai")
SETTLED = ("giai_quyet", "cong_khai")
LATER = ("hieu_luc", "thi_hanh", "ket_thuc")
